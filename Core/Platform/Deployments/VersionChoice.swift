import Storage

/// The version that a deploy uses when its request names none.
struct VersionChoice: Sendable {
    let version: VersionID
    /// For the deployment's notes, when a newer version is left out.
    let note: String?
}

extension SQLConnection {
    /// The latest version, except after a rollback: then the deployed version stays until a newer one is posted, so that
    /// a deploy for a changed variable does not bring back what was rolled back.
    /// - Throws: ``PlatformError/noVersion``
    func versionToDeploy(of workflow: WorkflowID, to connection: ConnectionID) throws -> VersionChoice {
        let versions = Table(VersionRecord.self, in: self)
        guard let latest = try versions.latest(of: workflow) else { throw PlatformError.noVersion }
        let deployed = try Table(DeploymentRecord.self, in: self).active(of: workflow, on: connection)
        guard let deployed, latest.createdAt <= deployed.createdAt,
            let active = try deployed.version.flatMap({ try versions.find($0, of: workflow) }),
            active.number < latest.number
        else { return VersionChoice(version: latest.id, note: nil) }
        return VersionChoice(
            version: active.id,
            note:
                "Version \(active.number) stays deployed: it was deployed after version \(latest.number) was created. "
                + "To deploy version \(latest.number), send its versionId.")
    }
}
