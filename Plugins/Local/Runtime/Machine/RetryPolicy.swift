/// When a failed attempt is tried again.
struct RetryPolicy: Sendable, Hashable {
    enum Backoff: String, Sendable { case constant, linear, exponential }

    /// Attempts besides the first.
    let limit: Int
    /// Milliseconds before the second attempt.
    let delay: Int
    let backoff: Backoff

    /// Half of the longest sleep is beyond any use, and keeps sums of times in range.
    private static let longestDelay = 365 * 86_400_000 / 2

    /// Milliseconds to wait after so many attempts; `nil` after the last attempt.
    func delay(after attempts: Int) -> Int? {
        guard attempts <= limit else { return nil }
        let factor: Double =
            switch backoff {
            case .constant: 1
            case .linear: Double(attempts)
            case .exponential: Double(sign: .plus, exponent: min(attempts - 1, 62), significand: 1)
            }
        return Int(min(Double(delay) * factor, Double(Self.longestDelay)))
    }
}
