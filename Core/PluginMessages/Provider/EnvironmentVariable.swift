/// A variable of the deployed program.
public struct EnvironmentVariable: Codable, Sendable, Hashable {
    public let name: String
    public let value: String
    public let isSecret: Bool

    public init(name: String, value: String, isSecret: Bool) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}
