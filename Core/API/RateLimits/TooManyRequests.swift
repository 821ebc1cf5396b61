/// A request that exceeds a rate limit.
struct TooManyRequests: Error {
    let limit: RateLimitStatus
}
