/// The result of `provider.deleteRuns`: the provider has nothing of the runs any more, whether it had them or not.
public struct DeletedRuns: Codable, Sendable {
    /// The instances that have not ended, which are unchanged.
    public let unended: [String]

    public init(unended: [String] = []) { self.unended = unended }
}
