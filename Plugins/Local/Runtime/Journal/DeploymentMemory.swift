import Synchronization

/// Deployments as the journal has them: each run asks for its own several times, and reading one parses its variables and
/// the lines of its program.
final class DeploymentMemory: Sendable {
    private struct State {
        var known: [String: LocalDeployment] = [:]
        var changes = 0
    }

    /// A server with more deployments that run at a time reads some of them again.
    private static let most = 256

    private let state = Mutex(State())

    /// - Returns: The deployment, if it is known, and how often the journal's had changed by now.
    func known(_ id: String) -> (deployment: LocalDeployment?, changes: Int) {
        state.withLock { ($0.known[id], $0.changes) }
    }

    /// - Parameter changes: What ``known(_:)`` said before the deployment was read: what changed since may not be in it.
    func keep(_ deployment: LocalDeployment, asOf changes: Int) {
        state.withLock { state in
            guard state.changes == changes else { return }
            if state.known.count >= Self.most { state.known.removeAll() }
            state.known[deployment.id] = deployment
        }
    }

    /// After each commit that changed some.
    func forget() {
        state.withLock { state in
            state.known.removeAll()
            state.changes += 1
        }
    }
}
