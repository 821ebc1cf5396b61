import Hummingbird
import JSON

/// Consumers of queues.
struct ConsumerEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let consumers = "accounts/:account/queues/:queue/consumers"
        return [
            Endpoint(.get, consumers, .read("Queues"), list), Endpoint(.post, consumers, .write("Queues"), create),
            Endpoint(.get, "\(consumers)/:consumer", .read("Queues"), get),
            Endpoint(.put, "\(consumers)/:consumer", .write("Queues"), update),
            Endpoint(.delete, "\(consumers)/:consumer", .write("Queues"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let queue = try await queue(call)
        return call.whole(queue.consumers.map { queue.json(of: $0) })
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let queue = try await queue(call)
        return .result(queue.json(of: queue.consumers[try Self.index(call, queue)]))
    }

    /// A queue has one consumer.
    @Sendable func create(_ call: Call) async throws -> Answer {
        let body = try call.object()
        return .result(
            try await store.update(call.account) { account in
                let index = try account.queueIndex(call.parameter("queue"))
                guard account.queues[index].consumers.isEmpty else {
                    throw APIError.invalid("workers.api.error.consumer_exists", code: 11004)
                }
                var consumer = Queue.Consumer(id: .hexadecimalID(), type: "", settings: [:], createdAt: .now)
                try Self.apply(body, to: &consumer, account)
                account.queues[index].consumers.append(consumer)
                return account.queues[index].json(of: consumer)
            })
    }

    @Sendable func update(_ call: Call) async throws -> Answer {
        let body = try call.object()
        return .result(
            try await store.update(call.account) { account in
                let queue = try account.queueIndex(call.parameter("queue"))
                let index = try Self.index(call, account.queues[queue])
                var consumer = account.queues[queue].consumers[index]
                try Self.apply(body, to: &consumer, account)
                account.queues[queue].consumers[index] = consumer
                return account.queues[queue].json(of: consumer)
            })
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { account in
            let queue = try account.queueIndex(call.parameter("queue"))
            account.queues[queue].consumers.remove(at: try Self.index(call, account.queues[queue]))
        }
        return .result(nil)
    }

    private func queue(_ call: Call) async throws -> Queue {
        try await store.read(call.account) { $0.queues[try $0.queueIndex(call.parameter("queue"))] }
    }

    private static func index(_ call: Call, _ queue: Queue) throws -> Int {
        guard let index = queue.consumers.firstIndex(where: { $0.id == call.parameter("consumer") }) else {
            throw APIError(.notFound, 11002, "workers.api.error.consumer_not_found")
        }
        return index
    }

    private static func apply(_ body: JSONObject, to consumer: inout Queue.Consumer, _ account: Account) throws {
        switch body["type"]?.string {
        case "worker":
            let name = body["script_name"]?.string ?? ""
            guard let active = try account.script(name).active, active.exports.handlers.contains("queue") else {
                throw APIError.invalid("Queue handler is missing", code: 11001)
            }
            consumer.script = name
            consumer.settings = [
                "batch_size": 10, "max_concurrency": nil, "max_retries": 3, "max_wait_time_ms": 5000, "retry_delay": 0,
            ]
        case "http_pull":
            consumer.script = nil
            consumer.settings = [
                "batch_size": 10, "max_retries": 3, "retry_delay": 0, "visibility_timeout_ms": 30_000,
            ]
        default: throw APIError.invalid("type must be worker or http_pull", code: 11005)
        }
        consumer.type = body["type"]?.string ?? ""
        consumer.revision += 1
        if let name = body["dead_letter_queue"]?.string, !account.queues.contains(where: { $0.name == name }) {
            throw APIError(.notFound, 11000, "The dead letter queue \(name) was not found")
        }
        consumer.deadLetterQueue = body["dead_letter_queue"]?.string
        for (key, value) in body["settings"]?.object ?? [:] { consumer.settings[key] = value }
    }
}
