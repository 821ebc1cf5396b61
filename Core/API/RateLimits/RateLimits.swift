/// How many requests a minute are answered.
package struct RateLimits: Sendable {
    package enum Policy: String, Sendable, CaseIterable {
        /// All requests of an address.
        case global
        /// Of a user: changes; deploys and takedowns; triggers, events and control of runs; checks of credentials; drafts and
        /// layouts, which an editor saves while somebody types, and test runs.
        case write, deploy, run, verify, draft
    }

    /// Seconds.
    static let window = 60

    private var counts: [Policy: Int]

    /// The specification's; runs have as many of their own as deploys.
    package init() { counts = [.global: 200, .write: 30, .deploy: 10, .run: 10, .verify: 10, .draft: 120] }

    package static var none: RateLimits {
        var limits = RateLimits()
        limits.counts = [:]
        return limits
    }

    /// - Parameter count: 0 means unlimited.
    package mutating func set(_ policy: Policy, to count: Int) { counts[policy] = count > 0 ? count : nil }

    /// `nil` means unlimited.
    package func count(_ policy: Policy) -> Int? { counts[policy] }
}
