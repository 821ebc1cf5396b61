import PluginHost
import PluginMessages

/// On which of several servers deployments are, and how they are reached.
package struct DeploymentPlaces: Sendable {
    /// This server, which leads.
    let own: DeploymentServer
    let others: OtherServers

    /// Notes another server.
    /// - Returns: One that is there with the same data directory; then it is not noted.
    func join(_ server: JoinedServer) async -> DeploymentServer? {
        guard server.id != own.id else { return own }
        return await others.join(server)
    }

    /// A provider where a deployment is: on this server, unless it is on the disk of another one.
    func provider(_ provider: Provider, of deployment: DeploymentRecord) -> Provider {
        guard let server = deployment.server else { return provider }
        return self.provider(provider, on: DeploymentServer(id: server, name: deployment.serverName ?? ""))
    }

    func provider(_ provider: Provider, on server: DeploymentServer) -> Provider {
        guard provider.definition.isOnServer == true, server.id != own.id else { return provider }
        return provider.on(ElsewhereConnection(servers: others, server: server.id, name: server.name))
    }

    /// Whether a deployment is on the disk of a server; what names none is on that of this one.
    func isOn(_ server: DeploymentServer, _ deployment: DeploymentRecord) -> Bool {
        (deployment.server ?? own.id) == server.id
    }

    /// Where a deploy goes: what it replaces may have runs, and resources. Where that cannot be reached it goes to this server.
    func place(replacing previous: DeploymentRecord?, by provider: Provider) async -> DeploymentServer {
        guard provider.definition.isOnServer == true, let previous, let server = previous.server, server != own.id,
            await others.reaches(server)
        else { return own }
        return DeploymentServer(id: server, name: previous.serverName ?? "")
    }
}
