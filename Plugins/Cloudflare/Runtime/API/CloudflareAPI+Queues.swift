import JSON

/// A Worker that takes the messages of a queue.
struct ServiceConsumer: Sendable, Hashable, Codable {
    let id: String
    let queue: String
    let settings: ConsumerSettings
}

/// What a consumer is told, in the API's members; `nil` leaves it to the platform.
struct ConsumerSettings: Sendable, Hashable, Codable {
    var batchSize: Int?
    var maxWaitMilliseconds: Int?
    var maxRetries: Int?
    var maxConcurrency: Int?
    var retryDelay: Int?
    var deadLetterQueue: String?

    init() {}

    /// The members that are there say the same: what is left out, the platform fills.
    func agrees(with other: ConsumerSettings) -> Bool {
        func same<Value: Equatable>(_ path: KeyPath<ConsumerSettings, Value?>) -> Bool {
            self[keyPath: path] == nil || self[keyPath: path] == other[keyPath: path]
        }
        return same(\.batchSize) && same(\.maxWaitMilliseconds) && same(\.maxRetries) && same(\.maxConcurrency)
            && same(\.retryDelay) && (deadLetterQueue ?? "") == (other.deadLetterQueue ?? "")
    }

    init(consumer: JSONValue) {
        let settings = consumer["settings"]
        batchSize = settings?["batch_size"]?.int
        maxWaitMilliseconds = settings?["max_wait_time_ms"]?.int
        maxRetries = settings?["max_retries"]?.int
        maxConcurrency = settings?["max_concurrency"]?.int
        retryDelay = settings?["retry_delay"]?.int
        deadLetterQueue = consumer["dead_letter_queue"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    fileprivate func body(script: String) -> JSONValue {
        let settings = JSONObject(
            present: ("batch_size", batchSize.map(JSONValue.int)),
            ("max_wait_time_ms", maxWaitMilliseconds.map(JSONValue.int)),
            ("max_retries", maxRetries.map(JSONValue.int)), ("max_concurrency", maxConcurrency.map(JSONValue.int)),
            ("retry_delay", retryDelay.map(JSONValue.int)))
        return .object(
            JSONObject(
                present: ("script_name", .string(script)), ("type", "worker"), ("settings", .object(settings)),
                ("dead_letter_queue", deadLetterQueue.map(JSONValue.string))))
    }
}

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
