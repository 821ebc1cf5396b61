import PluginHost
import PluginMessages
import Storage

/// Deletes runs that have ended: first what their providers have of them, then their rows in the list.
struct RunDeletion: Sendable {
    enum Outcome: Sendable {
        /// - Parameter isKept: The provider cannot delete what it has.
        case deleted(isKept: Bool)
        case failed(PlatformError)
    }

    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let feed: ProjectFeed

    /// Deletes in one transaction what providers have deleted.
    /// - Parameters:
    ///   - runs: At most ``DeleteRunsRequest/limit``, all of which have ended.
    ///   - record: Written in the same transaction.
    /// - Returns: What became of each run.
    func delete(
        _ runs: [RunRecord],
        record: @escaping @Sendable (any SQLConnection, [RunID: Outcome]) throws -> Void = { _, _ in }
    ) async throws -> [RunID: Outcome] {
        var outcomes: [RunID: Outcome] = [:]
        for (deployment, runs) in Dictionary(grouping: runs, by: \.deployment) {
            outcomes.merge(try await askProvider(of: deployment, runs)) { $1 }
        }
        let answered = outcomes
        let final = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            var outcomes = answered
            for run in runs {
                guard case .deleted(let isKept)? = outcomes[run.id] else { continue }
                // It may have been restarted meanwhile. One whose provider has deleted it before it was asked to restart it
                // is gone.
                let now = try table.find(run.id, of: run.workflow)
                if let now, !now.state.isTerminal, isKept || now.state != .unknown {
                    outcomes[run.id] = .failed(.runNotEnded(now.state))
                    continue
                }
                try table.delete(run.id)
                try Table(in: database).save(
                    DeletedRunRecord(
                        deployment: run.deployment, instance: run.instance, isKept: isKept, deletedAt: .now))
            }
            try record(database, outcomes)
            return outcomes
        }
        let deleted = runs.filter { if case .deleted? = final[$0.id] { true } else { false } }
        for project in Set(deleted.map(\.project)) { feed.publish(.changed(.runs), in: project) }
        return final
    }

    private func askProvider(of deployment: DeploymentID, _ runs: [RunRecord]) async throws -> [RunID: Outcome] {
        func all(_ outcome: Outcome) -> [RunID: Outcome] {
            Dictionary(runs.map { ($0.id, outcome) }, uniquingKeysWith: { $1 })
        }
        // Without its connection the provider cannot be asked.
        guard let deployed = try await storage.read({ try $0.deployed(deployment) }) else {
            return all(.deleted(isKept: true))
        }
        let provider: Provider
        do { provider = try contributions.loadedProvider(of: deployed) } catch {
            return all(.failed(error))
        }
        guard provider.deletesRuns else { return all(.deleted(isKept: true)) }
        let request = DeleteRunsRequest(
            deployment: try deployed.handle(secrets), instanceIds: runs.map(\.instance))
        let unended: Set<String>
        do { unended = Set(try await provider.deleteRuns(request).unended) } catch {
            // What the server of a replaced deployment has of them, that removes when it is back.
            if error.wasNotExecuted,
                try await storage.read({ try Table(DeploymentRecord.self, in: $0).isLeft(deployment) })
            {
                return all(.deleted(isKept: true))
            }
            return all(.failed(.provider(deployed.connection.provider, error)))
        }
        return Dictionary(
            runs.map { run in
                (run.id, unended.contains(run.instance) ? .failed(.runNotEnded(nil)) : .deleted(isKept: false))
            }, uniquingKeysWith: { $1 })
    }
}
