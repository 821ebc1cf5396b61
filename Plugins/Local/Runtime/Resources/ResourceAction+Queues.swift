import JSON
import PluginMessages

extension ResourceAction {
    private static let ids = ConfigField(
        "ids", .json, label: "Messages", description: "An array of ids; all messages without it.")

    /// Queues, their messages, and dead letters, which are sent again to where they came from.
    static let queues: [ResourceAction] = [
        ResourceAction("queues", .get, "queues", summary: "List queues", returns: page) { runtime, _, account in
            .page(try await runtime.journal.queues(of: account).map(\.json), next: nil)
        },
        ResourceAction(
            "queues.messages", .get, "queues/:queueName/messages", summary: "List queue messages",
            query: [.cursor, .limit(1...100)], returns: page
        ) { runtime, request, account in
            let limit = request.query["limit"]?.int ?? 100
            let after = request.query["cursor"]?.string.flatMap(Int.init) ?? 0
            let found = try await runtime.journal.messages(
                of: QueueID(account: account, name: request.parameter("queueName")), after: after, limit: limit + 1)
            let page = found.prefix(limit)
            return .page(
                page.map(\.listed), next: found.count > limit ? page.last.map { "\($0.number)" } : nil)
        },
        ResourceAction(
            "queues.send", .post, "queues/:queueName/messages", scope: .write, summary: "Send a queue message",
            body: [
                ConfigField("body", .json, label: "Body", required: true),
                ConfigField(
                    "delaySeconds", .number, label: "Delay", description: "Seconds.", validation: .init(min: 0)),
            ], returns: object
        ) { runtime, request, account in
            let message: JSONValue = [
                "contentType": "json", "body": .string((request.body["body"] ?? .null).text),
                "delaySeconds": request.body["delaySeconds"] ?? 0,
            ]
            _ = try await runtime.ask(
                LocalResource(.queue, request.parameter("queueName"), account: account), "send",
                ["messages": [message]])
            return ResourceResponse(status: 201, json: ["sent": 1])
        },
        ResourceAction(
            "queues.retry", .post, "queues/:queueName/retry", scope: .write, summary: "Resend dead letters",
            body: [ids], returns: object
        ) { runtime, request, account in
            let sent = try await runtime.sendAgain(
                QueueID(account: account, name: request.parameter("queueName")), request.chosen)
            return ResourceResponse(json: ["sent": .int(sent)])
        },
        ResourceAction(
            "queues.delete", .post, "queues/:queueName/delete", scope: .write, summary: "Delete queue messages",
            body: [ids], returns: object
        ) { runtime, request, account in
            let queue = QueueID(account: account, name: request.parameter("queueName"))
            return ResourceResponse(
                json: ["deleted": .int(try await runtime.journal.delete(request.chosen, of: queue))])
        },
    ]
}

extension ResourceRequest {
    /// Ids of messages; `nil` for all.
    fileprivate var chosen: [String]? { body["ids"]?.array?.compactMap(\.string) }
}

extension QueueMessage {
    /// As the API lists it.
    fileprivate var listed: JSONValue {
        [
            "id": .string(id), "contentType": .string(contentType),
            "body": contentType == "json" ? (try? JSONValue(parsing: body)) ?? .string(body) : .string(body),
            "sentAt": .int(sentAt.number), "visibleAt": .int(visibleAt.number), "failures": .int(failures),
        ]
    }
}
