import Dispatch
import Foundation
import Synchronization

/// Runs an actor on a thread that may wait for the disk, which threads that others need must not; what comes in
/// meanwhile goes into the actor's next commit together.
///
/// That is a thread of its own queue or, when nothing runs, one that brings something to do: to wake another takes as
/// long as a small commit.
final class RuntimeExecutor: SerialExecutor {
    private enum Work {
        case job(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct State {
        var work: [Work] = []
        /// A thread works, or will.
        var isRunning = false
        /// The one that does now.
        var thread: pthread_t?
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "millrace.local", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        if add(.job(UnownedJob(job))) { queue.async { self.work() } }
    }

    /// Has the actor do something, after what was asked of it before, and returns at once.
    func perform(_ action: @escaping @Sendable () -> Void) {
        if add(.action(action)) { queue.async { self.work() } }
    }

    /// The same, but does it and all that follows on this thread, unless another one is at it.
    func performHere(_ action: @escaping @Sendable () -> Void) {
        if add(.action(action)) { work() }
    }

    /// What ``perform(_:)`` and ``performHere(_:)`` do is the actor's own.
    func checkIsolated() {
        precondition(state.withLock { $0.thread } == pthread_self(), "Not on the actor's thread.")
    }

    /// Whether a thread has to be found for it.
    private func add(_ work: Work) -> Bool {
        state.withLock { state in
            state.work.append(work)
            defer { state.isRunning = true }
            return !state.isRunning
        }
    }

    private func work() {
        while true {
            let next = state.withLock { state in
                let work = state.work
                state.work = []
                state.isRunning = !work.isEmpty
                state.thread = work.isEmpty ? nil : pthread_self()
                return work
            }
            if next.isEmpty { return }
            for work in next {
                switch work {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .action(let action): action()
                }
            }
        }
    }
}
