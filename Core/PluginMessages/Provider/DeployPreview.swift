import JSON

/// The result of `provider.preview`, whose parameters are those of `provider.deploy`: what a deploy would do.
public struct DeployPreview: Codable, Sendable {
    public let serviceName: String
    /// The changes in their order, for people; empty when nothing would change.
    public let changes: [String]
    /// Whatever the provider can tell of what it would make; no secret.
    public let details: JSONValue
    public let notes: [String]?

    public init(serviceName: String, changes: [String], details: JSONValue, notes: [String]? = nil) {
        self.serviceName = serviceName
        self.changes = changes
        self.details = details
        self.notes = notes
    }
}
