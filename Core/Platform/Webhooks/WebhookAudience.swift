import Storage

/// The webhooks of projects, read once for all events of one transaction.
struct WebhookAudience {
    private let mostPending: Int
    private var webhooks: [ProjectID: [WebhookRecord]] = [:]
    private var pending: [WebhookID: Int] = [:]

    /// - Parameter mostPending: Events of a webhook that may wait; what happens then is not sent, and counted.
    init(mostPending: Int = 10_000) { self.mostPending = mostPending }

    /// Keeps an event for those who are told of it.
    mutating func tell(
        _ message: @autoclosure () -> WebhookMessage?, of project: ProjectID, _ event: WebhookEvent,
        in database: any SQLConnection
    ) throws {
        let all = try webhooks[project] ?? Table(in: database).enabled(of: project)
        webhooks[project] = all
        let told = all.indices.filter { all[$0].isSubscribed(to: event) }
        guard !told.isEmpty, let message = message() else { return }
        for index in told {
            let webhook = all[index]
            let table = Table(WebhookDeliveryRecord.self, in: database)
            let waiting = try pending[webhook.id] ?? table.pendingCount(of: webhook.id, upTo: mostPending)
            if waiting < mostPending {
                try table.insert(WebhookDeliveryRecord(message, to: webhook.id))
                pending[webhook.id] = waiting + 1
            } else {
                var counted = webhook
                counted.dropped += 1
                try Table(in: database).update(counted, from: webhook)
                webhooks[project]?[index] = counted
                pending[webhook.id] = waiting
            }
        }
    }

    /// Tells of the status that a run has come to, except of a test.
    mutating func tell(of run: RunRecord, in database: any SQLConnection) throws {
        guard !run.isTest, let event = WebhookEvent(run.state) else { return }
        try tell(WebhookMessage(run), of: run.project, event, in: database)
    }
}

extension WebhookRecord {
    fileprivate func isSubscribed(to event: WebhookEvent) -> Bool {
        events.split(separator: " ").contains { $0 == event.rawValue }
    }
}
