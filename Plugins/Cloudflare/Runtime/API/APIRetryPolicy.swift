import PluginKit

/// When a call that failed is sent again.
struct APIRetryPolicy: Sendable {
    /// Of all tries of one call together.
    let deadline: Duration
    /// Before the second try; it doubles with each.
    let firstDelay: Duration
    /// An operator's patience: a longer `Retry-After` is a failure.
    let longestDelay: Duration
    /// In place of the deadline, for what a caller can do without.
    let secondaryDeadline: Duration

    init(
        deadline: Duration = .seconds(60), firstDelay: Duration = .milliseconds(500),
        longestDelay: Duration = .seconds(30), secondaryDeadline: Duration = .seconds(5)
    ) {
        self.deadline = deadline
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.secondaryDeadline = secondaryDeadline
    }

    /// How long to wait before the next try; `nil` gives up.
    /// - Parameters:
    ///   - attempt: The number of tries that were made.
    ///   - spent: Since the first of them began.
    ///   - jitter: Between 0 and 1.
    func delay(
        after failure: APIFailure, of call: APICall, retryAfter: Duration?, attempt: Int, spent: Duration,
        jitter: Double
    ) -> Duration? {
        guard failure.isTransient, call.isRepeatable || failure.status == 429 else { return nil }
        let grown = firstDelay * (1 << min(attempt - 1, 6))
        // Full jitter on the upper half keeps clients apart that failed together.
        let own = min(grown, longestDelay) * (0.5 + jitter / 2)
        let delay = max(own, retryAfter ?? .zero)
        let deadline = call.isSecondary ? min(deadline, secondaryDeadline) : deadline
        guard delay <= longestDelay, spent + delay < deadline else { return nil }
        return delay
    }
}

extension FetchResponse {
    /// `Retry-After` in seconds; the API sends no dates.
    var retryAfter: Duration? {
        header("retry-after").flatMap(Double.init).flatMap { $0.isFinite && $0 >= 0 ? .seconds($0) : nil }
    }
}
