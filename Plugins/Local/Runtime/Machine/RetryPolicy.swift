import PluginMessages
import Values

/// When a failed attempt is tried again.
struct RetryPolicy: Sendable, Hashable {
    /// Attempts besides the first.
    let limit: Int
    /// Before the second attempt.
    let delay: Duration
    let backoff: StepOptions.Backoff

    /// Half of the longest sleep is beyond any use, and keeps sums of times in range.
    private static let longestDelay = Duration.milliseconds(DurationText.longestMilliseconds / 2)

    /// How long to wait after so many attempts; `nil` after the last attempt.
    func delay(after attempts: Int) -> Duration? {
        guard attempts <= limit else { return nil }
        let most = Double(Self.longestDelay.milliseconds)
        return .milliseconds(Int(min(Double(delay.milliseconds) * backoff.factor(after: attempts), most)))
    }
}
