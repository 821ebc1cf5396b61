import PluginMessages

// Runs that start one another.
extension InstanceScheduler {
    /// How many runs started one another to run the code that asks. The runtime keeps it, so that no program loses it.
    func depth(of request: BindingRequest, from deployment: LocalDeployment) -> Int {
        switch request.cause {
        case .run(let run): live.id(ofReplay: run).flatMap { live[$0]?.record.depth } ?? 0
        // The request that a handler answers may be a run's; else what the handler starts is nested in nothing.
        case .invocation(let call): workers[deployment.worker]?.invocations[call]?.depth ?? -1
        case nil: -1
        }
    }

    /// Runs that wait for the end of another look at it at once. Should that fail, they look when their sleep is over.
    nonisolated(nonsending) func wakeParents(of child: InstanceID) async {
        do {
            try await commits.settled()
            for parent in try await journal.parents(of: child.name) {
                _ = try await withInstance(parent) { ($0.machine.ended(child: child.name, now: now), ()) }
                beginSoon(parent)
            }
        } catch { logDelay(of: child, error) }
    }

    /// The number of the run whose code asks.
    func parent(of request: BindingRequest) -> Int? {
        guard case .run(let run) = request.cause else { return nil }
        return live.id(ofReplay: run).flatMap { live[$0]?.record.number }
    }

    /// Whether code that asks is of a replay that goes on.
    func isCurrent(_ request: BindingRequest) -> Bool {
        if case .run(let run) = request.cause { live.id(ofReplay: run) != nil } else { true }
    }
}
