import API

/// One value of the setting `RATE_LIMITS`.
enum RateLimitChange: Sendable {
    case none
    /// 0 means unlimited.
    case limit(RateLimits.Policy, Int)

    init?(_ text: String) {
        if text == "none" {
            self = .none
            return
        }
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let policy = RateLimits.Policy(rawValue: parts[0]), let count = Int(parts[1]),
            count >= 0
        else { return nil }
        self = .limit(policy, count)
    }

    /// The limits that apply without the setting, as it would be written.
    static var standard: String {
        RateLimits.Policy.allCases.map { "\($0.rawValue)=\(RateLimits().count($0) ?? 0)" }.joined(separator: ",")
    }
}

extension RateLimits {
    /// - Parameter changes: In order; a later one takes precedence. A limit of deploys is one of runs too, where runs have
    ///   none of their own: earlier releases counted them together.
    init(_ changes: [RateLimitChange]) {
        self.init()
        for change in changes {
            switch change {
            case .none: self = .none
            case .limit(let policy, let count):
                set(policy, to: count)
                let hasRuns = changes.contains { if case .limit(.run, _) = $0 { true } else { false } }
                if policy == .deploy, !hasRuns { set(.run, to: count) }
            }
        }
    }
}
