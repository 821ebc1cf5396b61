import JSON

extension CloudflareAPI {
    /// Ids of the account's queues by name.
    func queues() async throws(APIFailure) -> [String: String] {
        let queues = try await queueList()
        return Dictionary(
            queues.compactMap { queue in
                guard let name = queue["queue_name"]?.string, let id = queue["queue_id"]?.string else { return nil }
                return (name, id)
            }, uniquingKeysWith: { first, _ in first })
    }

    func queueList() async throws(APIFailure) -> [JSONValue] {
        try await all { page in
            APICall(
                .get, ofAccount("queues"), needs: .queuesRead, query: [("page", "\(page)"), ("per_page", "100")],
                gives: .list)
        }
    }

    /// Of one Worker; a queue that is gone has none.
    func consumers(of queue: String, script: String) async throws(APIFailure) -> [ServiceConsumer] {
        let call = APICall(.get, ofAccount("queues", queue, "consumers"), needs: .queuesRead, gives: .list)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        return (answer?.list ?? []).compactMap { consumer in
            guard let id = consumer["consumer_id"]?.string,
                (consumer["script_name"] ?? consumer["script"])?.string == script
            else { return nil }
            return ServiceConsumer(id: id, queue: queue, settings: ConsumerSettings(consumer: consumer))
        }
    }

    func createConsumer(_ settings: ConsumerSettings, of queue: String, script: String) async throws(APIFailure) {
        try await send(
            APICall(
                .post, ofAccount("queues", queue, "consumers"), needs: .queuesEdit,
                body: .json(settings.body(script: script))))
    }

    func updateConsumer(
        _ id: String, _ settings: ConsumerSettings, of queue: String, script: String
    ) async throws(APIFailure) {
        try await send(
            APICall(
                .put, ofAccount("queues", queue, "consumers", id), needs: .queuesEdit,
                body: .json(settings.body(script: script))))
    }

    func deleteConsumer(_ id: String, of queue: String) async throws(APIFailure) {
        try await send(APICall(.delete, ofAccount("queues", queue, "consumers", id), needs: .queuesEdit))
    }
}
