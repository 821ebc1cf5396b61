/// This server, as deployments name the one whose disk has them.
struct DeploymentServer: Sendable {
    let id: String
    /// For people.
    let name: String

    /// - Parameter directory: The data directory, which tells the server from all others.
    init(directory: String, name: String) throws {
        id = try ServerIdentity(directory: directory).id
        self.name = name
    }
}
