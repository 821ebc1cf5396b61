import PluginMessages

extension LocalRuntime {
    /// Of a takedown: those that go into one commit.
    private static let runsAtATime = 1_000

    /// Removes a service: its runs are terminated, its code is deleted. Succeeds if it was already removed.
    package func takedown(_ handle: DeploymentHandle) async throws {
        let service = try DeploymentReference(handle.reference).service
        try await settled()
        var page = try await journal.unfinished(service: service, after: "", limit: Self.runsAtATime)
        while let last = page.last {
            try await terminate(page)
            try await endChildren(of: page.map(\.id))
            page = try await journal.unfinished(service: service, after: last.id.name, limit: Self.runsAtATime)
        }
        try await remove(try await journal.deploymentIds(service: service))
        serviceLogs.forget(service)
    }

    /// What those at rest have done need not be read.
    func terminate(_ runs: [Journal.Unfinished]) async throws {
        try await withResting(runs.map(\.id)) { atRest in
            // Together, so that they share commits.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for run in runs where !atRest.contains(run.id) { group.addTask { try await self.terminate(run.id) } }
                try await group.waitForAll()
            }
            let time = now
            try await commit(atRest.map { .terminated($0, at: time) })
            for run in runs where atRest.contains(run.id) {
                observer.changed(RunState(instanceId: run.id.name, status: .terminated), run.deploymentId)
            }
        }
    }

    private func terminate(_ id: InstanceID) async throws {
        let time = now
        do { _ = try await withInstance(id) { (try $0.machine.control(.terminate, now: time), ()) } } catch let failure
            as PluginFailure
        {
            // It may end just now by itself.
            guard failure.code == "local.run.state" else { throw failure }
        }
    }
}
