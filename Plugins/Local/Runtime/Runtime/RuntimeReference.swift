import Synchronization

/// The runtime that parts belong to, which exists after them.
final class RuntimeReference: Sendable {
    private struct State: Sendable {
        weak var runtime: LocalRuntime?
    }

    private let state = Mutex(State())

    /// `nil`: nobody has it any more.
    var runtime: LocalRuntime? { state.withLock { $0.runtime } }

    func set(_ runtime: LocalRuntime) { state.withLock { $0.runtime = runtime } }
}
