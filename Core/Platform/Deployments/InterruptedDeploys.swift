import Errors
import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Values

/// Ends the deploys that a stopped server left behind, so that what is recorded and what is deployed are the same.
struct InterruptedDeploys: Sendable {
    static let failure = PluginFailure(
        code: .deployInterrupted, message: "The server stopped during the deploy: deploy again.", retryable: true)

    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let queue: SerialQueue<WorkflowID>
    let logger: Logger

    /// Deploys whose providers have nothing to recover have failed; the others wait for ``recover()``.
    func failUnrecoverable() async throws {
        try await storage.transaction { [contributions] database in
            let table = Table(DeploymentRecord.self, in: database)
            for record in try table.interrupted() {
                let connection = try database.connection(of: record)
                if connection.flatMap({ contributions.provider(of: $0) })?.canRecover == true { continue }
                var record = record
                record.fail(Self.failure)
                try table.update(record)
                try database.notifyWebhooks(.deploymentFailed, record)
            }
        }
    }

    /// Has providers end the deploys of an earlier server, in turn with other work on their workflows. Returns when all
    /// have ended.
    func recover(_ interrupted: [DeploymentRecord]) async {
        await withTaskGroup { group in
            for record in interrupted {
                group.addTask {
                    do {
                        try await queue.run(for: record.workflow) { try await recover(record) }
                    } catch {
                        logger.error("The interrupted deploy \(record.id) could not be ended: \(error)")
                    }
                }
            }
        }
    }

    /// Has a server that could not be reached end the deploys which were taken for failed without it, where nothing was
    /// deployed since: what is there is what is listed.
    func recoverLeft(on server: String) async {
        do {
            let left = try await storage.read { try Table(DeploymentRecord.self, in: $0).interrupted(on: server) }
            for record in left {
                try await queue.run(for: record.workflow) { try await recover(record, hasFailed: true) }
            }
        } catch { logger.warning("Interrupted deploys of a server could not be ended: \(error)") }
    }

    /// - Parameter hasFailed: Whether it is listed as failed already.
    private func recover(_ record: DeploymentRecord, hasFailed: Bool = false) async throws {
        let (connection, previous) = try await storage.read { database in
            let previous = try record.connection.flatMap {
                try Table(DeploymentRecord.self, in: database).active(of: record.workflow, on: $0)
            }
            return (try database.connection(of: record), previous)
        }
        guard let connection,
            let provider = contributions.provider(of: Deployed(deployment: record, connection: connection))
        else {
            if hasFailed { return }
            return try await end(record, .failure(Self.failure))
        }
        // A server has nothing of one that is on another.
        let kept = previous.flatMap {
            $0.server == nil || record.server == nil || $0.server == record.server ? $0.reference : nil
        }
        do {
            let recovery = try await provider.recover(
                RecoverRequest(
                    deploymentId: record.id.text, workflowId: record.workflow.text,
                    credentials: try connection.opened(by: secrets),
                    previous: try kept.map(JSONValue.init(parsing:))))
            if hasFailed, recovery.result == nil { return }
            try await end(record, recovery.result.map(Result.success) ?? .failure(Self.failure))
        } catch let failure as PluginFailure {
            if hasFailed { throw failure }
            logger.warning("The deploy \(record.id) was interrupted and is not undone yet: \(failure)")
            let told = PluginFailure(
                code: Self.failure.code, message: "\(Self.failure.message) \(failure.message)", retryable: true)
            try await end(record, .failure(told))
        }
    }

    private func end(_ record: DeploymentRecord, _ outcome: Result<DeployResult, PluginFailure>) async throws {
        try await storage.transaction { database in
            // It may be deleted meanwhile, with its workflow.
            guard try Table(DeploymentRecord.self, in: database).find(record.id) != nil else { return }
            switch outcome {
            case .success(let result): try database.activate(record, result)
            case .failure(let failure):
                var record = record
                record.fail(failure)
                try Table(in: database).update(record)
                try database.notifyWebhooks(.deploymentFailed, record)
            }
        }
    }
}

extension SQLConnection {
    /// `nil` when it was deleted since.
    fileprivate func connection(of deployment: DeploymentRecord) throws -> ConnectionRecord? {
        try deployment.connection.flatMap {
            try Table(ConnectionRecord.self, in: self).find($0, of: deployment.organization)
        }
    }

    /// A deploy has succeeded: it takes the place of what was deployed before.
    @discardableResult
    func activate(_ record: DeploymentRecord, _ result: DeployResult) throws -> DeploymentRecord {
        let table = Table(DeploymentRecord.self, in: self)
        if let connection = record.connection, var previous = try table.active(of: record.workflow, on: connection) {
            previous.end(as: .superseded)
            try table.update(previous)
        }
        var record = record
        record.succeed(result)
        try table.update(record)
        try notifyWebhooks(.deploymentActive, record)
        try Table(WorkflowRecord.self, in: self).setActiveVersion(record.version, of: record.workflow, at: .now)
        return record
    }
}
