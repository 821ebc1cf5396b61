import HTTPTypes

/// What is left of a rate limit after a request.
struct RateLimitStatus: Sendable {
    let policy: RateLimits.Policy
    let quota: Int
    let remaining: Int
    /// Seconds until the oldest counted request no longer counts.
    let reset: Int
    /// Whether this request exceeds the limit; it does not count.
    let isExceeded: Bool

    // draft-ietf-httpapi-ratelimit-headers, sections 3 and 4; the names are tokens, so they are always valid.
    private static let limit = HTTPField.Name("ratelimit")!
    private static let limitPolicy = HTTPField.Name("ratelimit-policy")!

    func add(to headers: inout HTTPFields) {
        headers.append(HTTPField(name: Self.limit, value: "\"\(policy.rawValue)\";r=\(remaining);t=\(reset)"))
        headers.append(
            HTTPField(name: Self.limitPolicy, value: "\"\(policy.rawValue)\";q=\(quota);w=\(RateLimits.window)"))
    }

    func check() throws(TooManyRequests) {
        if isExceeded { throw TooManyRequests(limit: self) }
    }
}
