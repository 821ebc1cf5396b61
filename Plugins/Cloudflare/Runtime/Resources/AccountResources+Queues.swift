import JSON
import PluginMessages

extension AccountResources {
    /// Queues: made, deleted, sent to, and pulled from over HTTP. They are named as bindings name them.
    static let queues: [Resource] = [
        Resource(
            "queues", .get, "queues", summary: "List queues",
            "Lists the queues of the account, with `queue_id` and `queue_name`.", gives: page
        ) { api, _ throws(APIFailure) in
            .page(try await api.queueList(), next: nil)
        },
        Resource(
            "queues.create", .post, "queues", scope: .write, summary: "Create a queue",
            "Returns the queue; its name is unique in the account.",
            body: [
                ConfigField(
                    "name", .string, label: "Name", required: true,
                    validation: .init(maxLength: 63, pattern: "[a-z0-9]([a-z0-9-]*[a-z0-9])?")),
                ConfigField(
                    "deliveryDelay", .number, label: "Delivery delay",
                    description: "The default delay of messages in seconds.",
                    validation: .init(min: 0, max: 43_200)),
                ConfigField(
                    "retentionSeconds", .number, label: "Retention", description: "Seconds that messages are kept.",
                    validation: .init(min: 60, max: 1_209_600)),
            ], gives: object, status: 201
        ) { api, request throws(APIFailure) in
            let settings = JSONObject(
                present: ("delivery_delay", request.body["deliveryDelay"]),
                ("message_retention_period", request.body["retentionSeconds"]))
            let body = JSONObject(
                present: ("queue_name", .string(request.text("name"))),
                ("settings", settings.isEmpty ? nil : .object(settings)))
            return .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("queues"), needs: .queuesEdit, body: .json(.object(body)), gives: .object)
                ).result)
        },
        Resource(
            "queues.delete", .delete, "queues/:queueName", scope: .write, summary: "Delete a queue",
            "Deletes the queue with its messages. Workers that bind it fail from then on."
        ) { api, request throws(APIFailure) in
            try await api.send(APICall(.delete, try await api.queue(request), needs: .queuesEdit))
            return .deleted
        },
        Resource(
            "queues.send", .post, "queues/:queueName/messages", scope: .write, summary: "Send a queue message",
            "Sends a message of JSON; with `contentType` `text`, of the text that `body` is.",
            body: [
                ConfigField("body", .json, label: "Body", required: true),
                ConfigField(
                    "contentType", .select, label: "Content type", default: "json",
                    options: [.init("json"), .init("text")]),
                delay,
            ], gives: object, status: 201
        ) { api, request throws(APIFailure) in
            try await api.send(
                APICall(
                    .post, try await api.queue(request) + ["messages"], needs: .queuesEdit,
                    body: .json(.object(request.message))))
            return .created(["sent": 1])
        },
        Resource(
            "queues.pull", .post, "queues/:queueName/pull", scope: .write, summary: "Pull queue messages",
            "Leases messages of a queue with an HTTP pull consumer. Each has `body`, `attempts` and a `lease_id`, with which it "
                + "is acknowledged; else it is delivered again after the visibility timeout.",
            body: [
                ConfigField(
                    "batchSize", .number, label: "Batch size", default: 5, validation: .init(min: 1, max: 100)),
                ConfigField(
                    "visibilityTimeoutMs", .number, label: "Visibility timeout", description: "Milliseconds.",
                    default: 30_000, validation: .init(min: 0, max: 43_200_000)),
            ], gives: page
        ) { api, request throws(APIFailure) in
            let body: JSONObject = [
                "batch_size": request.body["batchSize"] ?? 5,
                "visibility_timeout_ms": request.body["visibilityTimeoutMs"] ?? 30_000,
            ]
            let answer = try await api.send(
                APICall(
                    .post, try await api.queue(request) + ["messages", "pull"], needs: .queuesEdit,
                    body: .json(.object(body)), gives: .object))
            return .page(answer.result["messages"]?.array ?? [], next: nil)
        },
        Resource(
            "queues.acknowledge", .post, "queues/:queueName/acknowledge", scope: .write,
            summary: "Acknowledge pulled messages",
            "Ends the leases of pulled messages: acknowledges those of `acks`, and redelivers those of `retries`.",
            body: [
                ConfigField("acks", .json, label: "Done", description: "An array of lease ids."),
                ConfigField("retries", .json, label: "To retry", description: "An array of lease ids."), delay,
            ], gives: object
        ) { api, request throws(APIFailure) in
            let retries = request.leases("retries").map { id in
                JSONValue.object(JSONObject(present: ("lease_id", id), ("delay_seconds", request.body["delaySeconds"])))
            }
            let body: JSONObject = [
                "acks": .array(request.leases("acks").map { ["lease_id": $0] }), "retries": .array(retries),
            ]
            return ResourceResponse(
                json: try await api.send(
                    APICall(
                        .post, try await api.queue(request) + ["messages", "ack"], needs: .queuesEdit,
                        body: .json(.object(body)), gives: .object)
                ).result)
        },
    ]

    /// "Queues: Limits" (https://developers.cloudflare.com/queues/platform/limits/).
    private static let delay = ConfigField(
        "delaySeconds", .number, label: "Delay", description: "Seconds before it is delivered.",
        validation: .init(min: 0, max: 43_200))
}

extension ResourceRequest {
    /// In the API's members.
    fileprivate var message: JSONObject {
        JSONObject(
            present: ("body", body["body"] ?? .null), ("content_type", body["contentType"] ?? "json"),
            ("delay_seconds", body["delaySeconds"]))
    }

    fileprivate func leases(_ name: String) -> [JSONValue] { (body[name]?.array ?? []).filter { $0.string != nil } }
}

extension CloudflareAPI {
    /// The path of a queue, which the API knows by its id.
    fileprivate func queue(_ request: ResourceRequest) async throws(APIFailure) -> [String] {
        let name = request.parameter("queueName")
        return ofAccount("queues", try await queues()[name] ?? name)
    }
}
