import JSON
import Logging
import PluginHost
import PluginMessages
import Storage

/// Removes what tests have left: their runs, and the code that those ran.
struct TestRemoval: Sendable {
    /// From the end of a test's run: long enough to look at it and to restart it.
    static let age = Duration.seconds(3600)
    /// From the begin of a test: one that waits for longer is terminated.
    static let longestLife = Duration.seconds(86_400)

    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let deletion: RunDeletion
    let logger: Logger

    /// Those that have been kept long enough at a time.
    func removeOld(at now: Timestamp) async throws {
        await remove(
            try await storage.read {
                try Table(DeploymentRecord.self, in: $0).oldTests(
                    endedBefore: now - Self.age, begunBefore: now - Self.longestLife)
            })
    }

    /// The oldest of a project that have ended, beyond a number of them.
    func makeRoom(in project: ProjectID, keeping count: Int) async throws {
        await remove(
            try await storage.read {
                try Table(DeploymentRecord.self, in: $0).endedTests(of: project, beyond: count)
            })
    }

    /// Those that run on a connection, too.
    /// - Throws: When one of them cannot be removed.
    func removeAll(on connection: ConnectionID) async throws {
        for test in try await storage.read({ try Table(DeploymentRecord.self, in: $0).tests(on: connection) }) {
            try await remove(test)
        }
    }

    /// Those that run, too.
    /// - Throws: When one of them cannot be removed.
    func removeAll(of workflow: WorkflowID) async throws {
        for test in try await storage.read({ try Table(DeploymentRecord.self, in: $0).tests(of: workflow) }) {
            try await remove(test)
        }
    }

    /// One that cannot be removed now is removed later, and keeps none of the others.
    private func remove(_ tests: [DeploymentRecord]) async {
        for test in tests where !Task.isCancelled {
            do { try await remove(test) } catch {
                logger.warning("The test \(test.id) cannot be removed yet: \(error)")
            }
        }
    }

    private func remove(_ test: DeploymentRecord) async throws {
        if let connection = try await storage.read({ try $0.deployed(test.id)?.connection }) {
            try await takeDown(test, from: connection)
        }
        let ended = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            return try table.all("deployment_id = $1", [test.id]).map { before in
                var run = before
                // The provider has ended what had not.
                try run.adopt(RunState(instanceId: run.instance, status: .terminated))
                try table.update(run, from: before)
                return run
            }
        }
        for case .failed(let error) in try await deletion.delete(ended).values { throw error }
        try await storage.transaction { try Table(DeploymentRecord.self, in: $0).delete(test.id) }
    }

    private func takeDown(_ test: DeploymentRecord, from connection: ConnectionRecord) async throws {
        let provider = try contributions.loadedProvider(of: Deployed(deployment: test, connection: connection))
        let credentials = try connection.opened(by: secrets)
        do {
            var reference = try test.reference.map(JSONValue.init(parsing:))
            // The server ended before the deploy did.
            if reference == nil, provider.canRecover {
                reference = try await provider.recover(
                    RecoverRequest(deploymentId: test.id.text, workflowId: test.id.text, credentials: credentials)
                ).result?.reference
            }
            guard let reference else { return }
            try await provider.takedown(DeploymentHandle(reference: reference, credentials: credentials))
        } catch let failure as PluginFailure { throw PlatformError.provider(connection.provider, failure) }
    }
}
