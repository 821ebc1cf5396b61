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
