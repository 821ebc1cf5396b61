import Storage

/// An address that is told of what happens in a project.
package struct Webhook: Sendable {
    package let id: WebhookID
    package let project: ProjectID
    package let name: String
    package let url: String
    package let events: [WebhookEvent]
    package let isEnabled: Bool
    /// Why the server disabled it; `nil` when it did not.
    package let disabledReason: String?
    /// Since when nothing could be delivered.
    package let failingSince: Timestamp?
    /// Events that were not sent, since too many waited.
    package let dropped: Int
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: WebhookRecord) {
        id = record.id
        project = record.project
        name = record.name
        url = record.url
        let names = record.events.split(separator: " ").map(String.init)
        events = WebhookEvent.chosen.filter { names.contains($0.rawValue) }
        isEnabled = record.isEnabled
        disabledReason = record.disabledReason
        failingSince = record.failingSince
        dropped = record.dropped
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}

/// A webhook whose secret was just made.
package struct NewWebhook: Sendable {
    package let webhook: Webhook
    /// Nothing shows it again.
    package let secret: String
}

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
