extension Migration {
    /// The server whose disk has a deployment, where its provider runs within the server.
    static let deploymentServers = Migration(
        "0031-deployment-servers",
        [
            "ALTER TABLE deployments ADD COLUMN server_id TEXT",
            "ALTER TABLE deployments ADD COLUMN server_name TEXT",
            "ALTER TABLE deployments ADD COLUMN is_away INTEGER NOT NULL DEFAULT 0",
        ])
}
