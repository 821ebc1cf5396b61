/// An attempt of a step that failed, as the journal keeps it. Times are milliseconds since 1970.
struct AttemptRecord: Sendable, Equatable {
    /// Attempts that are kept of a step: the newest.
    static let kept = 100

    /// From 1.
    let number: Int
    let startedAt: Int
    let endedAt: Int
    let failure: StepFailure
}
