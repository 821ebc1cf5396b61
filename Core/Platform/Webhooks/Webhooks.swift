import Egress
import FoundationEssentials
import JSON
import PluginMessages
import Storage
import Values

/// Webhooks of a project.
package struct Webhooks: Sendable {
    /// Of a project.
    package static let most = 20
    /// How long what is sent is signed with the secret before a rotation, too.
    private static let overlap = Duration.seconds(86_400)

    let storage: any StorageDriver
    let secrets: SecretBox
    let rules: EgressRules

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<Webhook> {
        try await storage.read { try Table(WebhookRecord.self, in: $0).page(request, of: caller.project) }
            .map(Webhook.init)
    }

    package func get(_ caller: Caller, _ id: WebhookID) async throws -> Webhook {
        Webhook(try await storage.read { try $0.webhook(id, of: caller) })
    }

    /// - Parameter change: With a name, a URL and events.
    package func create(_ caller: Caller, _ change: WebhookChange) async throws -> NewWebhook {
        try change.check(rules)
        let secret = Self.newSecret()
        let now = Timestamp.now
        let id = WebhookID.make(at: now)
        let record = WebhookRecord(
            id: id, organization: caller.organization, project: caller.project, name: change.name ?? "",
            url: change.url ?? "", events: change.eventList ?? "",
            secret: try secrets.seal(secret, at: SealedColumn.webhookSecret.place(id.text)), previousSecret: nil,
            previousUntil: nil, isEnabled: change.isEnabled ?? true, disabledReason: nil, failingSince: nil, dropped: 0,
            createdAt: now, updatedAt: now)
        try await storage.transaction { database in
            let table = Table(WebhookRecord.self, in: database)
            guard try table.count(of: caller.project) < Self.most else { throw PlatformError.tooManyWebhooks }
            try table.insert(record)
            try database.audit(caller, .webhookCreated, record)
        }
        return NewWebhook(webhook: Webhook(record), secret: secret)
    }

    /// A webhook that is enabled again begins anew: what failed before does not count.
    package func update(_ caller: Caller, _ id: WebhookID, _ change: WebhookChange) async throws -> Webhook {
        try change.check(rules)
        return try await storage.transaction { database in
            var record = try database.webhook(id, of: caller)
            record.name = change.name ?? record.name
            record.url = change.url ?? record.url
            record.events = change.eventList ?? record.events
            if let isEnabled = change.isEnabled {
                if isEnabled, !record.isEnabled { (record.disabledReason, record.failingSince) = (nil, nil) }
                if !isEnabled {
                    try Table(WebhookDeliveryRecord.self, in: database).end(
                        of: id, as: WebhookDelivery.Status.failed.rawValue, because: "The webhook was disabled.",
                        at: .now)
                }
                record.isEnabled = isEnabled
            }
            record.updatedAt = .now
            try Table(in: database).update(record)
            try database.audit(caller, .webhookChanged, record)
            return Webhook(record)
        }
    }

    /// Makes a new secret. What is sent within a day is signed with both, so that receivers can be updated in the
    /// meantime.
    package func rotate(_ caller: Caller, _ id: WebhookID) async throws -> NewWebhook {
        let secret = Self.newSecret()
        return try await storage.transaction { [secrets] database in
            var record = try database.webhook(id, of: caller)
            let now = Timestamp.now
            let old = try secrets.open(record.secret, at: SealedColumn.webhookSecret.place(id.text))
            record.previousSecret = try secrets.seal(old, at: SealedColumn.webhookPreviousSecret.place(id.text))
            record.previousUntil = now + Self.overlap
            record.secret = try secrets.seal(secret, at: SealedColumn.webhookSecret.place(id.text))
            record.updatedAt = now
            try Table(in: database).update(record)
            try database.audit(caller, .webhookRotated, record)
            return NewWebhook(webhook: Webhook(record), secret: secret)
        }
    }

    package func delete(_ caller: Caller, _ id: WebhookID) async throws {
        try await storage.transaction { database in
            let record = try database.webhook(id, of: caller)
            try Table(WebhookRecord.self, in: database).delete(id)
            try database.audit(caller, .webhookDeleted, record)
        }
    }

    /// Sends an event that says nothing, once.
    package func ping(_ caller: Caller, _ id: WebhookID) async throws -> WebhookDelivery {
        try await storage.transaction { database in
            let webhook = try database.webhook(id, of: caller)
            let message = WebhookMessage(
                .ping, of: webhook.organization, webhook.project, ["webhookId": .string(id.text)])
            let delivery = WebhookDeliveryRecord(message, to: id)
            try Table(in: database).insert(delivery)
            try database.audit(caller, .webhookPinged, webhook)
            return WebhookDelivery(delivery)
        }
    }

    private static func newSecret() -> String { "whsec_\(Token.random().text)" }
}

extension SQLConnection {
    /// The URL may have a secret in its path or its query: the log has its scheme and its host only.
    func audit(_ caller: Caller, _ action: AuditAction, _ webhook: WebhookRecord) throws {
        let parts = URLComponents(string: webhook.url)
        let host = (parts?.host ?? "") + (parts?.port.map { ":\($0)" } ?? "")
        try audit(
            caller, action, webhook.id.text,
            [
                "name": .string(webhook.name), "scheme": .string(parts?.scheme ?? ""), "host": .string(host),
                "events": .string(webhook.events),
            ])
    }
}

extension PlatformError {
    static var tooManyWebhooks: PlatformError {
        PlatformError(
            .webhookLimit, "A project can have at most \(Webhooks.most) webhooks. Delete one that is not needed.")
    }

    static func webhookDisabled(_ id: WebhookID) -> PlatformError {
        PlatformError(
            .webhookDisabled,
            "The webhook \"\(id)\" is disabled. Enable it with PATCH /api/webhooks/\(id) and {\"enabled\": true}.")
    }
}
