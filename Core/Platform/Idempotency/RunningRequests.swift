import Synchronization

/// The requests under keys that this process executes now.
final class RunningRequests: Sendable {
    private let ids = Mutex<Set<String>>([])

    /// - Returns: Whether it was not executed yet.
    func begin(_ id: String) -> Bool { ids.withLock { $0.insert(id).inserted } }

    func end(_ id: String) { ids.withLock { _ = $0.remove(id) } }
}
