import Storage

extension SQLConnection {
    /// Tells webhooks of the status that a run has come to, in the transaction in which it happens: both are kept, or neither.
    /// - Parameter before: The run as it was; `nil` for a new one.
    func notifyWebhooks(_ run: RunRecord, before: RunRecord?) throws {
        guard before?.status != run.status else { return }
        var audience = WebhookAudience()
        try audience.tell(of: run, in: self)
    }

    func notifyWebhooks(_ event: WebhookEvent, _ deployment: DeploymentRecord) throws {
        var audience = WebhookAudience()
        try audience.tell(WebhookMessage(event, deployment), of: deployment.project, event, in: self)
    }

    func webhook(_ id: WebhookID, of caller: Caller) throws -> WebhookRecord {
        try existing(.webhook, id.text, Table(WebhookRecord.self, in: self).find(id, in: caller.project))
    }
}

extension WebhookDeliveryRecord {
    init(_ message: WebhookMessage, to webhook: WebhookID) {
        self.init(
            organization: message.organization, webhook: webhook, eventID: message.id, event: message.event.rawValue,
            body: message.body)
    }

    /// A delivery that is due at once.
    init(organization: OrganizationID, webhook: WebhookID, eventID: String, event: String, body: String) {
        let now = Timestamp.now
        self.init(
            id: .make(at: now), organization: organization, webhook: webhook, eventID: eventID, event: event,
            body: body, status: WebhookDelivery.Status.pending.rawValue, attempts: 0, dueAt: now,
            responseStatus: nil, error: nil, createdAt: now, updatedAt: now)
    }
}
