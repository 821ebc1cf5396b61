import Platform
import ServiceLifecycle

/// Executes what is deployed on the disk of a server that does not lead.
struct FollowerService: Service, CustomStringConvertible {
    let followers: FollowerPlugins
    let configuration: ServerConfiguration
    let standby: StandbyService

    var description: String { "deployments" }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            guard let port = try? await standby.port() else { return }
            try await followers.run(at: configuration.address(port: port))
        }
        // It ends when this server leads: a service that ends by itself while others are stopped is a failure of the group.
        try? await gracefulShutdown()
    }
}
