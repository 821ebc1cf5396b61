public struct Dependency: Codable, Sendable, Hashable {
    public let name: String
    public let range: String

    public init(name: String, range: String) {
        self.name = name
        self.range = range
    }
}
