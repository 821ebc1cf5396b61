import Dispatch
import Synchronization

/// Work for threads that wait: for a database, or for a C library that blocks. Threads of the concurrency pool must not,
/// because what they would wait for may need one of them.
public final class WorkInbox<Work: Sendable>: Sendable {
    private struct State {
        var waiting: [Work] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    public init() {}

    /// Hands work to the thread that is free first, after everything that was added before.
    /// - Returns: Whether the inbox takes it: it is not closed.
    @discardableResult
    public func add(_ work: Work) -> Bool {
        let isTaken = state.withLock { state in
            if !state.isClosed { state.waiting.append(work) }
            return !state.isClosed
        }
        if isTaken { arrivals.signal() }
        return isTaken
    }

    /// Blocks the thread until there is work.
    /// - Returns: `nil` when the inbox is closed and empty.
    public func next() -> Work? {
        arrivals.wait()
        return state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            // For the other threads, too.
            arrivals.signal()
            return nil
        }
    }

    /// Lets threads end when nothing is left to do.
    public func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }
}
