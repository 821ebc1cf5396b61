import Faults
import JSON
import Logging
import Storage

/// Sends what webhooks are to be told of. What is due is in the database: a server that ends at any moment, or another one
/// beside it, takes it up again.
package struct WebhookDispatcher: Sendable {
    let storage: any StorageDriver
    let secrets: SecretBox
    let settings: WebhookSettings
    let sender: WebhookSender
    let metrics: PlatformMetrics
    let logger: Logger
    let load = WebhookLoad()

    /// For which a delivery is this server's, beyond the timeout of a try.
    private static let lease = Duration.seconds(60)
    /// Between polls at what is due, while something is being sent and while nothing is.
    private static let (busyPause, idlePause) = (Duration.milliseconds(50), Duration.milliseconds(500))

    /// Until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    for (delivery, webhook) in try await take() {
                        load.begin(webhook)
                        group.addTask {
                            await deliver(delivery)
                            load.end(webhook)
                        }
                    }
                } catch {
                    logger.warning("Webhooks: cannot read due deliveries: \(error)")
                }
                try? await Task.sleep(for: load.isIdle ? Self.idlePause : Self.busyPause)
            }
            group.cancelAll()
        }
    }

    /// Takes what is due, as much as there are places for, so that no other server does.
    private func take() async throws -> [(WebhookDeliveryRecord, WebhookLoad.Candidate)] {
        let waiting = try await storage.read {
            try Table(WebhookDeliveryRecord.self, in: $0).waitingWebhooks(dueAt: .now).map(WebhookLoad.Candidate.init)
        }
        let places = waiting.isEmpty ? [:] : load.places(for: waiting)
        guard !places.isEmpty else { return [] }
        let end = Timestamp.now + (settings.timeout + Self.lease)
        return try await storage.transaction { database in
            let table = Table(WebhookDeliveryRecord.self, in: database)
            return try waiting.flatMap { webhook in
                try table.due(at: .now, of: webhook.webhook, limit: places[webhook.webhook] ?? 0).map { due in
                    var delivery = due
                    delivery.dueAt = end
                    try table.update(delivery, from: due)
                    return (delivery, webhook)
                }
            }
        }
    }

    /// Tries once, and keeps what came of it.
    private func deliver(_ delivery: WebhookDeliveryRecord) async {
        do {
            guard let webhook = try await storage.read({ try Table(WebhookRecord.self, in: $0).find(delivery.webhook) })
            else { return }
            let result: Result<Int, WebhookFailure>
            do { result = .success(try await send(delivery, to: webhook)) } catch let failure as WebhookFailure {
                result = .failure(failure)
            }
            try Fault.pass(.webhookSent)
            let outcome = try await storage.transaction { [settings] database in
                try database.note(result, of: delivery.id, settings, at: .now)
            }
            if let outcome { metrics.webhookDelivery(outcome) }
            guard case .failure(let failure) = result else { return }
            logger.info(
                "A webhook was not delivered.",
                metadata: [
                    "webhook": "\(webhook.id)", "delivery": "\(delivery.id)", "attempt": "\(delivery.attempts + 1)",
                    "reason": "\(failure.message)",
                ])
        } catch {
            // The server stops, or the database cannot be written: the delivery is due again.
            try? await storage.transaction { database in
                let table = Table(WebhookDeliveryRecord.self, in: database)
                guard var again = try table.find(delivery.id), again.dueAt == delivery.dueAt else { return }
                again.dueAt = .now
                try table.update(again)
            }
            if !(error is CancellationError) { logger.warning("The delivery \(delivery.id) will be retried: \(error)") }
        }
    }

    private func send(_ delivery: WebhookDeliveryRecord, to webhook: WebhookRecord) async throws -> Int {
        let now = Timestamp.now
        let signature = WebhookSignature(
            time: now.milliseconds / 1000, body: delivery.body,
            secrets: try webhook.signingSecrets(secrets, at: now))
        return try await sender.send(
            delivery.body, to: webhook.url,
            [
                ("millrace-signature", signature.header), ("millrace-event", delivery.event),
                ("millrace-event-id", delivery.eventID), ("millrace-delivery-id", delivery.id.text),
            ])
    }
}

extension WebhookLoad.Candidate {
    fileprivate init(_ webhook: WebhookRecord) {
        self.init(
            webhook: webhook.id, project: webhook.project, organization: webhook.organization,
            isFailing: webhook.failingSince != nil)
    }
}

extension WebhookRecord {
    /// The secret, and the one before it while receivers may still have that.
    fileprivate func signingSecrets(_ secrets: SecretBox, at now: Timestamp) throws -> [String] {
        let own = try secrets.open(secret, at: SealedColumn.webhookSecret.place(id.text))
        guard let previousSecret, let previousUntil, now < previousUntil else { return [own] }
        return [own, try secrets.open(previousSecret, at: SealedColumn.webhookPreviousSecret.place(id.text))]
    }
}

extension SQLConnection {
    /// Keeps what came of a try: it is delivered, due later, or given up; and the webhook is disabled when nothing could be
    /// delivered for too long.
    /// - Returns: The delivery's status now; `nil` when it was given up or deleted meanwhile.
    fileprivate func note(
        _ result: Result<Int, WebhookFailure>, of id: WebhookDeliveryID, _ settings: WebhookSettings, at now: Timestamp
    ) throws -> WebhookDelivery.Status? {
        let deliveries = Table(WebhookDeliveryRecord.self, in: self)
        let webhooks = Table(WebhookRecord.self, in: self)
        guard var delivery = try deliveries.find(id), delivery.dueAt != nil,
            var webhook = try webhooks.find(delivery.webhook)
        else { return nil }
        delivery.attempts += 1
        delivery.updatedAt = now
        switch result {
        case .success(let status):
            delivery.status = WebhookDelivery.Status.delivered.rawValue
            (delivery.dueAt, delivery.responseStatus, delivery.error) = (nil, status, nil)
            webhook.failingSince = nil
        case .failure(let failure):
            (delivery.responseStatus, delivery.error) = (failure.status, failure.message)
            let isOver = delivery.attempts > settings.waits.count || delivery.event == WebhookEvent.ping.rawValue
            delivery.dueAt = isOver ? nil : now + settings.waits[delivery.attempts - 1]
            if isOver { delivery.status = WebhookDelivery.Status.failed.rawValue }
            // A ping is a question, and may be asked before anything is there to answer.
            if delivery.event != WebhookEvent.ping.rawValue { webhook.failingSince = webhook.failingSince ?? now }
        }
        try deliveries.update(delivery)
        guard webhook.isEnabled, let since = webhook.failingSince, now >= since + settings.patience else {
            try webhooks.update(webhook)
            return WebhookDelivery.Status(rawValue: delivery.status)
        }
        try disable(&webhook, since: since, because: delivery.error ?? "", at: now)
        return .failed
    }

    private func disable(
        _ webhook: inout WebhookRecord, since: Timestamp, because reason: String, at now: Timestamp
    ) throws {
        webhook.isEnabled = false
        webhook.disabledReason = "Nothing could be delivered since \(since.iso8601). Last error: \(reason)"
        webhook.updatedAt = now
        try Table(in: self).update(webhook)
        try Table(WebhookDeliveryRecord.self, in: self).end(
            of: webhook.id, as: WebhookDelivery.Status.failed.rawValue, because: "The webhook was disabled.", at: now)
        try Table(in: self).insert(
            AuditRecord(
                organization: webhook.organization, project: webhook.project, user: nil, key: nil,
                action: AuditAction.webhookDisabled.rawValue, subject: webhook.id.text,
                details: JSONValue.object([
                    "name": .string(webhook.name), "reason": .string(webhook.disabledReason ?? ""),
                ]).text))
    }
}
