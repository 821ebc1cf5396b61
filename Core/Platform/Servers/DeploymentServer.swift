/// A server, as deployments name the one whose disk has them.
struct DeploymentServer: Sendable, Hashable {
    let id: String
    /// For people.
    let name: String

    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// This server.
    /// - Parameter directory: The data directory, which tells the server from all others.
    init(directory: String, name: String) throws {
        id = try ServerIdentity(directory: directory).id
        self.name = name
    }
}
