import JSON

/// A queue, who consumes it, and what waits in it.
struct Queue: Codable, Sendable {
    struct Consumer: Codable, Sendable {
        let id: String
        /// `worker` or `http_pull`.
        var type: String
        var script: String?
        var deadLetterQueue: String?
        var settings: JSONObject
        let createdAt: Moment
        /// Grows with every change.
        var revision = 0
    }

    let id: String
    var name: String
    let createdAt: Moment
    var modifiedAt: Moment
    var settings: JSONObject = [
        "delivery_delay": 0, "delivery_paused": false, "message_retention_period": 345_600,
    ]
    var consumers: [Consumer] = []
    /// Messages of one that is pulled.
    var pulled: [PulledMessage]?

    var isPulled: Bool { consumers.contains { $0.type == "http_pull" } }

    init(name: String) {
        id = .hexadecimalID()
        self.name = name
        createdAt = .now
        modifiedAt = createdAt
    }

    /// Producers are the Workers that bind it.
    func json(in account: Account) -> JSONValue {
        let producers = account.scripts.values.filter { script in
            script.active?.bindings.contains { $0.bindingType == "queue" && $0["queue_name"]?.string == name } ?? false
        }.map(\.name).sorted()
        return [
            "queue_id": .string(id), "queue_name": .string(name), "created_on": createdAt.json,
            "modified_on": modifiedAt.json, "settings": .object(settings),
            "consumers": .array(consumers.map { json(of: $0) }), "consumers_total_count": .int(consumers.count),
            "producers": .array(producers.map { ["script": .string($0), "type": "worker"] }),
            "producers_total_count": .int(producers.count),
        ]
    }

    func json(of consumer: Consumer) -> JSONValue {
        .object(
            JSONObject(
                present: ("consumer_id", .string(consumer.id)), ("type", .string(consumer.type)),
                ("queue_name", .string(name)), ("script_name", consumer.script.map(JSONValue.string)),
                // The vendor's answers have both names.
                ("script", consumer.script.map(JSONValue.string)), ("created_on", consumer.createdAt.json),
                ("dead_letter_queue", consumer.deadLetterQueue.map(JSONValue.string)),
                ("settings", .object(consumer.settings))))
    }
}

extension Account {
    func queueIndex(_ id: String) throws -> Int {
        guard let index = queues.firstIndex(where: { $0.id == id }) else {
            throw APIError(.notFound, 11000, "Queue not found")
        }
        return index
    }
}
