extension Migration {
    static let deployConfigs = Migration(
        "0004-deploy-configs",
        [
            // How a workflow is deployed to a connection, where that differs from the workflow's own configuration.
            """
            CREATE TABLE deploy_configs (
                workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
                connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
                config TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (workflow_id, connection_id))
            """,
            "CREATE INDEX deploy_configs_connection ON deploy_configs (connection_id)",
        ])
}
