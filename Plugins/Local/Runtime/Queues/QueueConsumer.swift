import JSON

/// How a deployed Worker takes the messages of a queue.
struct QueueConsumer: Sendable, Equatable {
    /// "Queues: Configure" of Cloudflare's documentation, but for the concurrency, which grows by itself there.
    private static let batchSize = 10
    private static let batchTimeout = 5
    private static let retries = 3
    private static let concurrency = 5

    let queue: String
    let batchSize: Int
    /// Seconds in which a batch that is not full is filled.
    let batchTimeout: Int
    /// Deliveries of a message after the first.
    let retries: Int
    /// Where messages go that failed each time; `nil`: nowhere.
    let deadLetterQueue: String?
    /// Batches at a time.
    let concurrency: Int

    var json: JSONValue {
        .object(
            JSONObject(
                present: ("queue", .string(queue)), ("maxBatchSize", .int(batchSize)),
                ("maxBatchTimeout", .int(batchTimeout)), ("maxRetries", .int(retries)),
                ("deadLetterQueue", deadLetterQueue.map(JSONValue.string)), ("maxConcurrency", .int(concurrency))))
    }

    /// As a deployment's binding says it, or the journal.
    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        queue = try reader.string("queue")
        batchSize = try reader.optionalInt("maxBatchSize") ?? Self.batchSize
        batchTimeout = try reader.optionalInt("maxBatchTimeout") ?? Self.batchTimeout
        retries = try reader.optionalInt("maxRetries") ?? Self.retries
        deadLetterQueue = try reader.optionalString("deadLetterQueue")
        concurrency = try reader.optionalInt("maxConcurrency") ?? Self.concurrency
    }
}
