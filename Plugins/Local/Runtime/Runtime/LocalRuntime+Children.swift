import PluginMessages

// What becomes of the runs that a run has started when it is terminated: a setting decides.
extension LocalRuntime {
    /// Of those that go into one commit.
    private static let runsAtATime = 1_000

    /// The number of the run whose code asks.
    func parent(of request: BindingRequest) -> Int? {
        guard case .run(let run) = request.cause else { return nil }
        return live.id(ofReplay: run).flatMap { live[$0]?.record.number }
    }

    /// Terminates what terminated runs have started, and what that has started, if the setting says so.
    /// - Parameter parents: `nil` for all that have been terminated.
    func endChildren(of parents: [InstanceID]?) async throws {
        guard configuration.children == .terminate else { return }
        try await settled()
        var parents = parents
        while case let children = try await journal.orphans(of: parents, limit: Self.runsAtATime), !children.isEmpty {
            try await terminate(children)
            try await settled()
            if parents != nil { parents = children.map(\.id) + (parents ?? []) }
        }
    }
}
