/// How a node behaves when it runs, where the workflow does not say otherwise.
public struct NodeRuntime: Codable, Sendable, Hashable {
    /// A duration such as `"30 seconds"`.
    public let defaultTimeout: String?
    public let defaultRetries: Int?
    /// Running it twice does what running it once does.
    public let idempotent: Bool?
    public let streaming: Bool?

    public init(
        defaultTimeout: String? = nil, defaultRetries: Int? = nil, idempotent: Bool? = nil, streaming: Bool? = nil
    ) {
        self.defaultTimeout = defaultTimeout
        self.defaultRetries = defaultRetries
        self.idempotent = idempotent
        self.streaming = streaming
    }
}
