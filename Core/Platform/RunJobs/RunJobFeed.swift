import Synchronization

/// The progress of jobs, for all who follow them. Who follows slowly misses states in between, never the last one.
final class RunJobFeed: Sendable {
    private struct State {
        var listeners: [RunJobID: [Int: AsyncStream<RunJob>.Continuation]] = [:]
        var lastListener = 0
    }

    private let state = Mutex(State())

    /// What is published from now on, until the job is over.
    func follow(_ id: RunJobID) -> AsyncStream<RunJob> {
        let (stream, sink) = AsyncStream.makeStream(of: RunJob.self, bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state in
            state.lastListener += 1
            state.listeners[id, default: [:]][state.lastListener] = sink
            return state.lastListener
        }
        sink.onTermination = { [weak self] _ in
            self?.state.withLock { state in
                state.listeners[id]?[listener] = nil
                if state.listeners[id]?.isEmpty == true { state.listeners[id] = nil }
            }
        }
        return stream
    }

    func publish(_ job: RunJob) {
        let listeners = state.withLock { state in
            let listeners = state.listeners[job.id].map { Array($0.values) } ?? []
            if job.status != .running { state.listeners[job.id] = nil }
            return listeners
        }
        for listener in listeners {
            listener.yield(job)
            if job.status != .running { listener.finish() }
        }
    }
}
