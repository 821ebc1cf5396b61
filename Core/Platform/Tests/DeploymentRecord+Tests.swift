import PluginMessages
import Storage

// What tests run, among the deployments.
extension Table where Row == DeploymentRecord {
    private static var unended: String {
        let statuses = RunStatus.allCases.filter { !$0.isTerminal }.map { "'\($0.rawValue)'" }
        return """
            EXISTS (SELECT 1 FROM runs WHERE runs.deployment_id = deployments.id
                AND runs.status IN (\(statuses.joined(separator: ", "))))
            """
    }

    /// How many tests of a project are being deployed or run.
    func unendedTests(of project: ProjectID) throws -> Int {
        try connection.query(
            """
            SELECT COUNT(*) AS count FROM deployments
            WHERE project_id = $1 AND status = 'test' AND (reference IS NULL OR \(Self.unended))
            """, [project]
        ).first?["count"] ?? 0
    }

    /// Those that have ended, newest first, but for some.
    func endedTests(of project: ProjectID, beyond count: Int) throws -> [DeploymentRecord] {
        try all(
            """
            project_id = $1 AND status = 'test' AND reference IS NOT NULL AND NOT \(Self.unended)
            ORDER BY created_at DESC, id DESC LIMIT 100 OFFSET \(count)
            """, [project])
    }

    /// - Parameter begun: Also those that have not ended.
    func oldTests(endedBefore ended: Timestamp, begunBefore begun: Timestamp) throws -> [DeploymentRecord] {
        try all(
            """
            status = 'test' AND (created_at < $2 OR created_at < $1 AND NOT \(Self.unended) AND NOT EXISTS (
                SELECT 1 FROM runs WHERE runs.deployment_id = deployments.id AND runs.finished_at >= $1))
            ORDER BY created_at, id LIMIT 100
            """, [ended, begun])
    }

    func tests(of workflow: WorkflowID) throws -> [DeploymentRecord] {
        try all("workflow_id = $1 AND status = 'test'", [workflow])
    }

    func tests(on connection: ConnectionID) throws -> [DeploymentRecord] {
        try all("connection_id = $1 AND status = 'test'", [connection])
    }

    func delete(_ id: DeploymentID) throws {
        try connection.execute("DELETE FROM deployments WHERE id = $1", [id])
    }
}
