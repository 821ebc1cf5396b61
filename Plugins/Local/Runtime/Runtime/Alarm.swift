/// Rings once, at the earliest of the times that it was set to.
struct Alarm: Sendable {
    private var task: Task<Void, Never>?
    /// Milliseconds since 1970.
    private var time: Int?

    /// - Parameters:
    ///   - time: When it rings, at the latest, in milliseconds since 1970.
    ///   - longest: After which it rings in any case: the clock may have been set.
    mutating func set(
        to time: Int, now: Int, longest: Duration, _ ring: @escaping @Sendable () async -> Void
    ) {
        guard self.time.map({ time < $0 }) ?? true else { return }
        self.time = time
        task?.cancel()
        let nap = min(.milliseconds(max(0, time - now)), longest)
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
