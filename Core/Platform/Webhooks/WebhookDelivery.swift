import Storage

/// An event that is sent to a webhook.
package struct WebhookDelivery: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        case pending, delivered
        /// Given up.
        case failed
    }

    package let id: WebhookDeliveryID
    package let webhook: WebhookID
    package let eventID: String
    package let event: String
    /// JSON, as it is sent.
    package let body: String
    package let status: Status
    package let attempts: Int
    /// When it is tried next.
    package let nextAttemptAt: Timestamp?
    package let responseStatus: Int?
    package let error: String?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: WebhookDeliveryRecord) {
        id = record.id
        webhook = record.webhook
        eventID = record.eventID
        event = record.event
        body = record.body
        status = Status(rawValue: record.status) ?? .failed
        attempts = record.attempts
        nextAttemptAt = record.dueAt
        responseStatus = record.responseStatus
        error = record.error
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}
