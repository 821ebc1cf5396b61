import JSON

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

    func body(script: String) -> JSONValue {
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
