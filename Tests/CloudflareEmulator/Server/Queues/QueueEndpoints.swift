import Hummingbird
import JSON

/// Queues.
struct QueueEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let queues = "accounts/:account/queues"
        return [
            Endpoint(.get, queues, .read("Queues"), list), Endpoint(.post, queues, .write("Queues"), create),
            Endpoint(.get, "\(queues)/:queue", .read("Queues"), get),
            Endpoint(.put, "\(queues)/:queue", .write("Queues"), change),
            Endpoint(.patch, "\(queues)/:queue", .write("Queues"), change),
            Endpoint(.delete, "\(queues)/:queue", .write("Queues"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        try call.page(
            try await store.read(call.account) { account in
                account.queues.filter { (call.query("name") ?? $0.name) == $0.name }.map { $0.json(in: account) }
            })
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(
            try await store.read(call.account) { $0.queues[try $0.queueIndex(call.parameter("queue"))].json(in: $0) })
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let name = try Self.checked(try call.text("queue_name"))
        return .result(
            try await store.update(call.account) { account in
                try Self.checkIsFree(name, account)
                let queue = Queue(name: name)
                account.queues.append(queue)
                return queue.json(in: account)
            })
    }

    @Sendable func change(_ call: Call) async throws -> Answer {
        let body = try call.object()
        return .result(
            try await store.update(call.account) { account in
                let index = try account.queueIndex(call.parameter("queue"))
                if let name = body["queue_name"]?.string, name != account.queues[index].name {
                    try Self.checkIsFree(try Self.checked(name), account)
                    account.queues[index].name = name
                }
                for (key, value) in body["settings"]?.object ?? [:] { account.queues[index].settings[key] = value }
                account.queues[index].modifiedAt = .now
                return account.queues[index].json(in: account)
            })
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { $0.queues.remove(at: try $0.queueIndex(call.parameter("queue"))) }
        return .result(nil)
    }

    private static func checked(_ name: String) throws -> String {
        guard name.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/) != nil else {
            throw APIError.invalid("Queue name '\(name)' is invalid.", code: 11003)
        }
        return name
    }

    private static func checkIsFree(_ name: String, _ account: Account) throws {
        guard account.queues.allSatisfy({ $0.name != name }) else {
            throw APIError(
                .conflict, 11009,
                "Queue name '\(name)' is already taken. Please use a different name and try again.")
        }
    }
}
