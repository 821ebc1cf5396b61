// Runs that are over are kept for a while.
extension LocalRuntime {
    /// Of those that go in one commit.
    private static let runsAtATime = 200
    private static let interval = Duration.seconds(60)

    /// To be called when the alarm rings.
    func removeOldRuns() async throws {
        let time = now
        let next = time + Self.interval.milliseconds
        // The clock may have jumped back.
        guard configuration.retention > .zero, retentionAt <= time || retentionAt > next else { return }
        retentionAt = next
        let end = time - configuration.retention.milliseconds
        let old = try await journal.ended(before: end, limit: Self.runsAtATime)
        // One that is being restarted stays.
        try await withResting(old) { atRest in
            guard !atRest.isEmpty else { return }
            try await commit(atRest.map { .removed($0, before: end) })
            // The others at the next poll, so that what runs has its turn.
            if old.count == Self.runsAtATime { retentionAt = time }
        }
    }
}
