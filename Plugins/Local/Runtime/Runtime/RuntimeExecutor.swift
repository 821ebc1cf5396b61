import Dispatch
import Synchronization

/// Runs an actor on a thread that may wait for the disk, which threads that others need must not; what comes in
/// meanwhile goes into the actor's next commit together.
///
/// That is a thread of its own queue or, when nothing runs, one that brings something to do: to wake another takes as
/// long as a small commit.
final class RuntimeExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        /// A thread runs jobs, or will.
        var isRunning = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "millrace.local", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isRunning = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return state.isRunning
        }
        if !isRunning { queue.async { self.runJobs() } }
    }

    /// Runs what `body` gives the actor to do on this thread, unless another one is at it.
    func running(_ body: () -> Void) {
        let isRunning = state.withLock { state in
            defer { state.isRunning = true }
            return state.isRunning
        }
        body()
        if !isRunning { runJobs() }
    }

    private func runJobs() {
        while true {
            let jobs = state.withLock { state in
                let jobs = state.jobs
                state.jobs = []
                if jobs.isEmpty { state.isRunning = false }
                return jobs
            }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}
