import PluginHost
import PluginMessages
import Storage

/// Finds the connection that a test runs on.
struct TestConnection {
    let registry: ContributionRegistry
    let caller: Caller
    let workflow: WorkflowID

    private var providers: [String] { registry.providers.filter(\.runsTests).map(\.definition.id) }

    /// - Parameter id: `nil` takes the only one that runs tests, or of several the only one that the workflow is deployed to:
    ///   what the document calls is there.
    /// - Throws: `test.connection`
    func find(_ id: ConnectionID?, in database: any SQLConnection) throws -> ConnectionRecord {
        if let id {
            let connection = try database.connection(id, of: caller)
            guard providers.contains(connection.provider) else {
                throw PlatformError.runsNoTests(provider: connection.provider, others: providers)
            }
            return connection
        }
        let all = try Table(ConnectionRecord.self, in: database).all(to: providers)
            .filter { $0.organization == caller.organization }
        guard all.count > 1 else {
            guard let only = all.first else { throw PlatformError.noTestConnection(providers) }
            return only
        }
        let deployed = try Table(DeploymentRecord.self, in: database).active(of: workflow).compactMap(\.connection)
        let used = all.filter { deployed.contains($0.id) }
        guard let only = used.first, used.count == 1 else {
            throw PlatformError.severalTestConnections(all.map(\.name).sorted())
        }
        return only
    }
}
