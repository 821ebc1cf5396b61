import Values

/// Rings once, at the earliest of the times that it was set to.
struct Alarm: Sendable {
    private var task: Task<Void, Never>?
    private var time: Timestamp?

    /// - Parameters:
    ///   - time: When it rings, at the latest.
    ///   - longest: After which it rings in any case: the clock may have been set.
    mutating func set(
        to time: Timestamp, now: Timestamp, longest: Duration, _ ring: @escaping @Sendable () async -> Void
    ) {
        guard self.time.map({ time < $0 }) ?? true else { return }
        self.time = time
        task?.cancel()
        let nap = min(max(.zero, time - now), longest)
        task = Task {
            do { try await Task.sleep(for: nap) } catch { return }
            await ring()
        }
    }

    /// It rings: nothing cancels the task that does, and it can be set again.
    mutating func rang() {
        task = nil
        time = nil
    }

    func cancel() { task?.cancel() }
}
