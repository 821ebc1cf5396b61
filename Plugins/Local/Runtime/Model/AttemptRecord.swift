import Values

/// An attempt of a step that failed, as the journal keeps it.
struct AttemptRecord: Sendable, Equatable {
    /// Attempts that are kept of a step: the newest.
    static let kept = 100

    /// From 1.
    let number: Int
    let startedAt: Timestamp
    let endedAt: Timestamp
    let failure: StepFailure
}
