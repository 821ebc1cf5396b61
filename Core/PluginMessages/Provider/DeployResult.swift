import JSON

/// The result of `provider.deploy`.
public struct DeployResult: Codable, Sendable {
    /// The deployed service's name.
    public let serviceName: String
    /// Where it answers HTTP.
    public let url: String?
    /// Whatever the provider needs to find the deployment again; the core keeps it and gives it back.
    public let reference: JSONValue
    /// Remarks for the user that are not errors.
    public let notes: [String]?

    public init(serviceName: String, url: String? = nil, reference: JSONValue, notes: [String]? = nil) {
        self.serviceName = serviceName
        self.url = url
        self.reference = reference
        self.notes = notes
    }
}
