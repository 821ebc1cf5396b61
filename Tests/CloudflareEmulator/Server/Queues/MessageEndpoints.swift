import Hummingbird
import JSON

/// Messages that are sent to a queue: the runtime keeps and delivers them, but those of a queue that is pulled.
struct MessageEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let messages = "accounts/:account/queues/:queue/messages"
        return [
            Endpoint(.post, messages, .write("Queues"), push),
            Endpoint(.post, "\(messages)/batch", .write("Queues"), pushBatch),
        ]
    }

    @Sendable func push(_ call: Call) async throws -> Answer {
        try await send([try call.json()], delay: nil, call)
    }

    @Sendable func pushBatch(_ call: Call) async throws -> Answer {
        let body = try call.object()
        return try await send(body["messages"]?.array ?? [], delay: body["delay_seconds"]?.double, call)
    }

    private func send(_ messages: [JSONValue], delay: Double?, _ call: Call) async throws -> Answer {
        let queue = try await store.read(call.account) { $0.queues[try $0.queueIndex(call.parameter("queue"))] }
        let sent = try messages.map { try Self.message($0, delay: delay) }
        if queue.isPulled {
            let now = Moment.now
            try await store.update(call.account) { account in
                let index = try account.queueIndex(queue.id)
                account.queues[index].pulled =
                    (account.queues[index].pulled ?? []) + sent.map { PulledMessage($0, at: now) }
            }
            return .result([:])
        }
        // Who takes them has to be there.
        for script in queue.consumers.compactMap(\.script) {
            _ = try await resources.deployments.deploy(.script(script), account: call.account)
        }
        try await resources.ask(.queue, queue.name, call.account, "send", ["messages": .array(sent)])
        return .result([:])
    }

    private static func message(_ json: JSONValue, delay: Double?) throws -> JSONValue {
        guard let body = json["body"] else { throw APIError.invalid("A message has no body", code: 10207) }
        let type = json["content_type"]?.string ?? (body.string == nil ? "json" : "text")
        let text = type == "text" ? body.string : body.text
        guard let text else { throw APIError.invalid("A message of the type text must be a text", code: 10203) }
        let seconds = json["delay_seconds"]?.double ?? delay ?? 0
        guard (0...43_200).contains(seconds) else {
            throw APIError.invalid("delay_seconds must be a number from 0 to 43200")
        }
        return ["contentType": .string(type), "body": .string(text), "delaySeconds": .int(Int(seconds))]
    }
}
