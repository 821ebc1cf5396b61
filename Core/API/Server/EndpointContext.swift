import Hummingbird

/// The context of requests to endpoints.
protocol EndpointContext: RequestContext {
    /// Bytes that a body may have.
    var bodyLimit: Int { get }
    /// Whose requests an endpoint's rate limit counts together.
    var rateLimitKey: String { get }
}
