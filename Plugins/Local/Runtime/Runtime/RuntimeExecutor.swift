import Dispatch

/// Runs an actor on a queue of its own: it may wait for the disk there, which threads that others need must not,
/// and what comes in meanwhile goes into its next commit together.
final class RuntimeExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "millrace.local", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
