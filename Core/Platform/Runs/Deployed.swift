import PluginMessages
import Storage

/// A deployment and the connection it is on.
struct Deployed: Sendable {
    let deployment: DeploymentRecord
    let connection: ConnectionRecord

    func handle(_ secrets: SecretBox) throws -> DeploymentHandle {
        try deployment.handle(try connection.opened(by: secrets))
    }
}

extension SQLConnection {
    /// `nil` when the connection was deleted since.
    func deployed(_ id: DeploymentID) throws -> Deployed? {
        guard let deployment = try Table(DeploymentRecord.self, in: self).find(id),
            let connection = try deployment.connection.flatMap({
                try Table(ConnectionRecord.self, in: self).find($0, of: deployment.organization)
            })
        else { return nil }
        return Deployed(deployment: deployment, connection: connection)
    }
}
