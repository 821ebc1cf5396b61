import Storage
import Values

extension Webhooks {
    /// - Parameter status: `nil` lists all.
    package func deliveries(
        _ caller: Caller, of id: WebhookID, _ request: PageRequest, status: String?
    ) async throws -> Page<WebhookDelivery> {
        var problems = Problems()
        let status: WebhookDelivery.Status? = problems.choice(status, at: "status")
        try problems.throwIfAny()
        let filter = status.map { RowFilter.column("status", is: $0.rawValue) } ?? .all
        return try await storage.read { database in
            let webhook = try database.webhook(id, of: caller).id
            return try Table(WebhookDeliveryRecord.self, in: database).page(request, of: webhook, filter)
        }.map(WebhookDelivery.init)
    }

    package func delivery(
        _ caller: Caller, of webhook: WebhookID, _ id: WebhookDeliveryID
    ) async throws -> WebhookDelivery {
        WebhookDelivery(try await storage.read { try $0.delivery(id, of: webhook, caller) })
    }

    /// Sends an event again, with its id and its body, in a delivery of its own.
    /// - Throws: ``PlatformError/webhookDisabled(_:)``
    package func redeliver(
        _ caller: Caller, of webhook: WebhookID, _ id: WebhookDeliveryID
    ) async throws -> WebhookDelivery {
        try await storage.transaction { database in
            let old = try database.delivery(id, of: webhook, caller)
            let target = try database.webhook(webhook, of: caller)
            guard target.isEnabled else { throw PlatformError.webhookDisabled(webhook) }
            let again = WebhookDeliveryRecord(
                organization: old.organization, webhook: webhook, eventID: old.eventID, event: old.event, body: old.body
            )
            try Table(in: database).insert(again)
            try database.audit(caller, .webhookRedelivered, target)
            return WebhookDelivery(again)
        }
    }
}

extension SQLConnection {
    fileprivate func delivery(
        _ id: WebhookDeliveryID, of webhook: WebhookID, _ caller: Caller
    ) throws -> WebhookDeliveryRecord {
        let webhook = try self.webhook(webhook, of: caller).id
        return try existing(
            .delivery, id.text, Table(WebhookDeliveryRecord.self, in: self).find(id, of: webhook))
    }
}
