/// Where the options of a field come from.
public struct OptionsSource: Codable, Sendable, Hashable {
    /// One after another.
    public let lists: [VendorList]
    /// Whether the field's text has several values, with commas between.
    public let many: Bool?

    public init(_ lists: [VendorList], many: Bool = false) {
        self.lists = lists
        self.many = many ? true : nil
    }
}
