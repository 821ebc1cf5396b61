/// Which steps `provider.steps` is asked for. A provider may report more, in their order: the host takes what it needs.
public struct StepSelection: Codable, Sendable, Hashable {
    /// Only those behind this number.
    public let after: Int
    public let limit: Int
    /// The most bytes of a value that is reported; `nil`: values are not needed.
    public let longestValue: Int?
    /// The most bytes of all values together.
    public let longestValues: Int?

    public init(after: Int = 0, limit: Int, longestValue: Int? = nil, longestValues: Int? = nil) {
        self.after = after
        self.limit = limit
        self.longestValue = longestValue
        self.longestValues = longestValues
    }
}
