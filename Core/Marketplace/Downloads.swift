import Synchronization

/// The downloads of one registry: each has a time limit for the whole of it, and all end when the server stops.
final class Downloads: Sendable {
    private struct State {
        var last = 0
        var running: [Int: @Sendable () -> Void] = [:]
        var isStopped = false
    }

    private let state = Mutex(State())

    func stop() {
        let running = state.withLock { state in
            state.isStopped = true
            return state.running.values
        }
        for cancel in running { cancel() }
    }

    /// - Throws: ``RegistryError/unreachable(_:_:)`` when it takes longer than `limit`.
    func run<Value: Sendable>(
        _ place: String, within limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        let number = state.withLock { state -> Int? in
            guard !state.isStopped else { return nil }
            state.last += 1
            state.running[state.last] = { task.cancel() }
            return state.last
        }
        guard let number else {
            task.cancel()
            throw RegistryError.stopped(place)
        }
        let start = ContinuousClock.now
        let timer = Task {
            try await Task.sleep(for: limit)
            task.cancel()
            return true
        }
        defer {
            timer.cancel()
            state.withLock { state in state.running[number] = nil }
        }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            // A client that gives up by itself meanwhile has no better reason.
            guard task.isCancelled || start.duration(to: .now) >= limit else { throw error }
            if state.withLock({ $0.isStopped }) { throw RegistryError.stopped(place) }
            throw RegistryError.unreachable(place, "it could not be read within \(limit).")
        }
    }
}
