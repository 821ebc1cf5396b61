import Foundation
import JSON

/// A message of a queue that is pulled over HTTP.
///
/// "Pull consumers" (https://developers.cloudflare.com/queues/configuration/pull-consumers/): a pull leases messages; a lease
/// that is not acknowledged ends with its visibility timeout, and the message is delivered again.
struct PulledMessage: Codable, Sendable {
    let id: String
    let body: String
    let contentType: String
    let sentAt: Moment
    var visibleAt: Moment
    var attempts = 0
    var lease: String?

    /// - Parameter message: As the runtime takes it.
    init(_ message: JSONValue, at now: Moment) {
        id = .hexadecimalID()
        body = message["body"]?.string ?? ""
        contentType = message["contentType"]?.string ?? "json"
        sentAt = now
        visibleAt = Moment(milliseconds: now.milliseconds + (message["delaySeconds"]?.int ?? 0) * 1000)
    }

    /// A message of text is told as it is, one of JSON in base64.
    var json: JSONValue {
        [
            "id": .string(id), "attempts": .int(attempts), "timestamp_ms": .int(sentAt.milliseconds),
            "body": .string(contentType == "text" ? body : Data(body.utf8).base64EncodedString()),
            "lease_id": lease.map(JSONValue.string) ?? nil, "metadata": ["CF-Content-Type": .string(contentType)],
        ]
    }
}
