import PluginMessages

// What becomes of the runs that a run has started when it is terminated: a setting decides.
extension RunOperations {
    /// Of those that go into one commit.
    private static let runsAtATime = 1_000

    /// Terminates what terminated runs have started, and what that has started, if the setting says so.
    /// - Parameter parents: `nil` for all that have been terminated.
    nonisolated(nonsending) func endChildren(of parents: [InstanceID]?) async throws {
        guard configuration.children == .terminate else { return }
        try await commits.settled()
        var parents = parents
        while case let children = try await journal.orphans(of: parents, limit: Self.runsAtATime), !children.isEmpty {
            try await terminate(children)
            try await commits.settled()
            if parents != nil { parents = children.map(\.id) + (parents ?? []) }
        }
    }
}
