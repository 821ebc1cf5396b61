import Storage

extension SQLConnection {
    /// Webhooks may have so many events waiting; what happens then is not sent, and counted.
    private static var mostPending: Int { 10_000 }

    /// Tells the webhooks of a project of an event, in the transaction in which it happens: both are kept, or neither.
    func tellWebhooks(_ message: @autoclosure () -> WebhookMessage?, of project: ProjectID, _ event: WebhookEvent)
        throws
    {
        let table = Table(WebhookRecord.self, in: self)
        let told = try table.all(of: project, toldOf: event.rawValue)
        guard !told.isEmpty, let message = message() else { return }
        let deliveries = Table(WebhookDeliveryRecord.self, in: self)
        for var webhook in told {
            guard try !deliveries.arePending(Self.mostPending, of: webhook.id) else {
                webhook.dropped += 1
                try table.update(webhook)
                continue
            }
            try deliveries.insert(WebhookDeliveryRecord(message, to: webhook.id))
        }
    }

    /// Tells webhooks of the status that a run has come to.
    /// - Parameter before: The run as it was; `nil` for a new one.
    func tellWebhooks(_ run: RunRecord, before: RunRecord?) throws {
        guard before?.status != run.status, let event = WebhookEvent(run.state) else { return }
        try tellWebhooks(WebhookMessage(run), of: run.project, event)
    }

    func tellWebhooks(_ event: WebhookEvent, _ deployment: DeploymentRecord) throws {
        try tellWebhooks(WebhookMessage(event, deployment), of: deployment.project, event)
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
