import JSON
import PluginHost
import PluginMessages
import Storage

/// A run that was deleted.
package struct DeletedRun: Sendable {
    package enum ProviderRecords: String, Sendable, CaseIterable {
        case deleted
        /// The provider cannot delete them, or its connection was deleted.
        case kept
    }

    package let id: RunID
    package let providerRecords: ProviderRecords
}

extension Runs {
    var deletion: RunDeletion {
        RunDeletion(storage: storage, contributions: contributions, secrets: secrets, feed: feed)
    }

    /// Deletes a run that has ended, with its steps and logs where the provider can delete them.
    /// - Throws: ``PlatformError/runNotEnded(_:)``
    package func delete(_ caller: Caller, of workflow: WorkflowID, _ id: RunID) async throws -> DeletedRun {
        let current = try await get(caller, of: workflow, id)
        guard current.status.isTerminal else { throw PlatformError.runNotEnded(current.status) }
        let run = try await storage.read { try $0.run(current.id, of: workflow) }
        let outcomes = try await deletion.delete([run]) { database, outcomes in
            guard case .deleted? = outcomes[run.id] else { return }
            try database.audit(caller, .runDeleted, run)
        }
        switch outcomes[run.id] {
        case .deleted(let isKept): return DeletedRun(id: run.id, providerRecords: isKept ? .kept : .deleted)
        case .failed(let error): throw error
        case nil: throw PlatformError.unknown(.run, id: id.text)
        }
    }

    /// What is told of runs that were deleted, and that may be other runs under the same ids.
    /// - Returns: Those that their providers still have, which are not deleted ones.
    func begunAgain(_ reports: [ReportedRun]) async throws -> [ReportedRun] {
        var found: [ReportedRun] = []
        for report in reports {
            guard let deployed = try await storage.read({ try $0.deployed(report.deployment) }),
                let provider = contributions.provider(of: deployed)
            else { continue }
            let request = InstanceRequest(
                deployment: try deployed.handle(secrets), instanceId: report.state.instanceId)
            guard let state = try? await provider.run(request) else { continue }
            found.append(ReportedRun(deployment: report.deployment, state: state, createdAt: .now))
        }
        return found
    }
}
