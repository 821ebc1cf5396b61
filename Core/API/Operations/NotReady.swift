import Platform

/// A server whose checks fail.
struct NotReady: Error {
    let failed: Set<Health.Check>
    /// What plugins report, by plugin; `message` is `nil` where it is not for who asks.
    let reported: [(plugin: String, code: String, message: String?)]
}
