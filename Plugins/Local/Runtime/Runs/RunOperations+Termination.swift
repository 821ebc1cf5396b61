import PluginMessages

extension RunOperations {
    /// Of those that go into one commit.
    private static let runsAtATime = 1_000

    /// Terminates all runs of a service, and what they have started, if the setting says so.
    nonisolated(nonsending) func terminateAll(of service: String) async throws {
        try await commits.settled()
        var page = try await journal.unfinished(service: service, after: "", limit: Self.runsAtATime)
        while let last = page.last {
            try await terminate(page)
            try await endChildren(of: page.map(\.id))
            page = try await journal.unfinished(service: service, after: last.id.name, limit: Self.runsAtATime)
        }
    }

    /// What those at rest have done need not be read.
    nonisolated(nonsending) func terminate(_ runs: [Journal.Unfinished]) async throws {
        let tasks = instances.tasks
        try await instances.withResting(runs.map(\.id)) { atRest in
            // Together, so that they share commits.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for run in runs where !atRest.contains(run.id) {
                    group.addTask { try await tasks.run { try await $0.terminate(run.id) } }
                }
                try await group.waitForAll()
            }
            let time = now
            try await commits.commit(atRest.map { .terminated($0, at: time) })
            for run in runs where atRest.contains(run.id) {
                observer.changed(RunState(instanceId: run.id.name, status: .terminated), run.deploymentId)
            }
        }
    }
}
