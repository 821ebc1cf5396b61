/// The parameters of `provider.metrics`.
public struct MetricsRequest: Codable, Sendable {
    public init() {}
}
