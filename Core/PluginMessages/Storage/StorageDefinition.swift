/// A kind of database that a plugin can keep everything in, for `millrace serve --storage ID`.
public struct StorageDefinition: Codable, Sendable {
    /// Unique among the plugins of a server: `^[a-z][a-z0-9_-]*$`, and not `sqlite`, which is built in.
    public let id: String
    public let name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
