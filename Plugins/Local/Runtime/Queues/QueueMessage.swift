import JSON
import Values

/// A message of a queue.
struct QueueMessage: Sendable {
    let number: Int
    let id: String
    /// `json`, `text` or `bytes`.
    let contentType: String
    /// A JSON text, a text, or bytes in base64.
    let body: String
    let sentAt: Timestamp
    let visibleAt: Timestamp
    /// Deliveries that failed.
    let failures: Int
    /// It is as it was sent, as far as its checksum tells.
    var isIntact = true

    /// In the form that the shim reads.
    var json: JSONValue {
        [
            "id": .string(id), "timestamp": .int(sentAt.number), "attempts": .int(failures + 1),
            "contentType": .string(contentType), "body": .string(body),
        ]
    }
}
