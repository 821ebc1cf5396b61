import Values

// Runs that are over are kept for a while.
extension RunOperations {
    /// Of those that go in one commit.
    private static let runsAtATime = 200

    /// To be called when the alarm rings.
    nonisolated(nonsending) func removeOldRuns() async throws {
        let time = now
        guard configuration.retention > .zero, retention.isDue(time) else { return }
        let end = time - configuration.retention
        let old = try await journal.ended(before: end, limit: Self.runsAtATime)
        // One that is being restarted stays.
        try await instances.withResting(old) { atRest in
            guard !atRest.isEmpty else { return }
            try await commits.commit(atRest.map { .removed($0, before: end) })
            if old.count == Self.runsAtATime { retention.bringForward(to: time) }
        }
    }
}
