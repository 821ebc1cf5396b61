import Logging
import PluginMessages
import Storage

/// Deletes runs and lines of the audit log that have been kept long enough, in small transactions.
struct Retention: Sendable {
    /// Lines of the audit log in one transaction.
    private static let linesAtATime = 500
    /// Longer than any provider keeps runs that it cannot delete ("Workflows: Limits" of Cloudflare's documentation: 30
    /// days): what is still told of a deleted run comes before.
    private static let deletedRunsAge = Duration.seconds(45 * 86_400)

    private static let jobAge = Duration.seconds(30 * 86_400)
    private static let deliveryAge = Duration.seconds(30 * 86_400)

    let settings: RetentionSettings
    let storage: any StorageDriver
    let deletion: RunDeletion
    let tests: TestRemoval
    let logger: Logger

    /// Now and then, until the task is cancelled.
    func run(every interval: Duration) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            await apply(at: .now)
        }
    }

    /// Deletes what has been kept long enough at a time.
    func apply(at now: Timestamp) async {
        await attempt("records of deleted runs cannot be removed") {
            try await storage.transaction {
                try Table(DeletedRunRecord.self, in: $0).deleteOld(before: now - Self.deletedRunsAge)
            }
        }
        await attempt("jobs that have ended cannot be deleted") {
            try await storage.transaction { try Table(RunJobRecord.self, in: $0).deleteOld(before: now - Self.jobAge) }
        }
        await attempt("old deliveries of webhooks cannot be deleted") {
            while try await storage.transaction({ database in
                try Table(WebhookDeliveryRecord.self, in: database).deleteOld(
                    before: now - Self.deliveryAge, limit: Self.linesAtATime)
            }) == Self.linesAtATime { try Task.checkCancellation() }
        }
        await attempt("old tests cannot be removed") { try await tests.removeOld(at: now) }
        if let age = settings.auditLog { await deleteLines(before: now - age) }
        guard let age = settings.runs else { return }
        await attempt("old runs cannot be deleted") {
            let connections = try await storage.read {
                try Table(ConnectionRecord.self, in: $0).all("1 = 1", []).map(\.id)
            }
            // Beside each other: none waits for the provider of another.
            await withTaskGroup { group in
                for connection in connections as [ConnectionID?] + [nil] {
                    group.addTask { await deleteRuns(on: connection, endedBefore: now - age) }
                }
            }
        }
    }

    private func deleteRuns(on connection: ConnectionID?, endedBefore time: Timestamp) async {
        let name = connection?.text ?? "(deleted)"
        await attempt("old runs of the connection \(name) cannot be deleted") {
            var place: Cursor?
            var count = 0
            repeat {
                try Task.checkCancellation()
                let start = place
                let page = try await storage.read { database in
                    // What ended before a time began before it, and runs are indexed by their beginning.
                    try Table(RunRecord.self, in: database).oldest(
                        on: connection, in: RunStatus.allCases.filter(\.isTerminal),
                        .column("created_at", isBefore: time).and(.column("finished_at", isBefore: time)),
                        after: start, limit: DeleteRunsRequest.limit)
                }
                let outcomes = try await deletion.delete(page)
                for case .failed(let error) in outcomes.values where !error.is(.runNotEnded) { throw error }
                count += outcomes.count
                place = page.last.map { Cursor(id: $0.id.text, createdAt: $0.createdAt) }
            } while place != nil
            if count > 0 { logger.info("Deleted \(count) runs of the connection \(name) by retention.") }
        }
    }

    private func deleteLines(before time: Timestamp) async {
        await attempt("the audit log cannot be trimmed") {
            let organizations = try await storage.read { database in
                try Table(OrganizationRecord.self, in: database).all("1 = 1", []).map(\.id)
            }
            for organization in organizations {
                while try await storage.transaction({ database in
                    try Table(AuditRecord.self, in: database).deleteOld(
                        of: organization, before: time, limit: Self.linesAtATime)
                }) == Self.linesAtATime { try Task.checkCancellation() }
            }
        }
    }

    private func attempt(_ problem: String, _ body: () async throws -> Void) async {
        do { try await body() } catch is CancellationError {} catch {
            logger.warning("Retention: \(problem): \(error)")
        }
    }
}
