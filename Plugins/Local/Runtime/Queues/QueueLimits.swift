import JSON
import PluginMessages

/// "Queues: Limits" of Cloudflare's documentation.
enum QueueLimits {
    /// Seconds.
    static let longestDelay = 43_200
    /// After which a message that nobody took is forgotten.
    static let retention = Duration.seconds(4 * 86_400)
    static let handlerTime = Duration.seconds(900)
    private static let messages = 100
    private static let messageBytes = 128_000
    private static let batchBytes = 256_000

    /// The messages that a program sends.
    /// - Parameter delay: Of those that name none, in seconds.
    static func messages(
        _ arguments: JSONReader, delay: Int
    ) throws -> [(contentType: String, body: String, delay: Int)] {
        let messages = try arguments.list("messages") { json throws(JSONMismatch) in
            let reader = try JSONReader(json)
            return (
                contentType: try reader.string("contentType"), body: try reader.string("body"),
                delay: try reader.optionalInt("delaySeconds") ?? delay
            )
        }
        guard (1...Self.messages).contains(messages.count) else {
            throw refusal("a batch has 1 to \(Self.messages) messages")
        }
        guard messages.allSatisfy({ $0.body.utf8.count <= messageBytes }) else {
            throw refusal("a message is larger than \(messageBytes) bytes")
        }
        guard messages.reduce(0, { $0 + $1.body.utf8.count }) <= batchBytes else {
            throw refusal("the batch is larger than \(batchBytes) bytes")
        }
        guard messages.allSatisfy({ (0...longestDelay).contains($0.delay) }) else {
            throw refusal("delaySeconds must be from 0 to \(longestDelay)")
        }
        return messages
    }

    private static func refusal(_ reason: String) -> PluginFailure {
        PluginFailure(.queue, message: "Queue send failed: \(reason)")
    }
}
