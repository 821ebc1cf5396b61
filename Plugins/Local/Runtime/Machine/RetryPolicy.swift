import PluginMessages

/// When a failed attempt is tried again.
struct RetryPolicy: Sendable, Hashable {
    /// Attempts besides the first.
    let limit: Int
    /// Milliseconds before the second attempt.
    let delay: Int
    let backoff: StepOptions.Backoff

    /// Half of the longest sleep is beyond any use, and keeps sums of times in range.
    private static let longestDelay = 365 * 86_400_000 / 2

    /// Milliseconds to wait after so many attempts; `nil` after the last attempt.
    func delay(after attempts: Int) -> Int? {
        guard attempts <= limit else { return nil }
        return Int(min(Double(delay) * backoff.factor(after: attempts), Double(Self.longestDelay)))
    }
}
