extension Migration {
    /// Pages of the runs of one workflow or version are read from one place of an index, whatever their connection and status.
    static let runFilters = Migration(
        "0034-run-filters",
        [
            "CREATE INDEX runs_workflow_connection ON runs (workflow_id, connection_id, status, created_at, id)",
            "CREATE INDEX runs_version_connection ON runs (version_id, connection_id, status, created_at, id)",
            // Those above are used instead.
            "DROP INDEX runs_workflow_status",
            "DROP INDEX runs_version_status",
            // With the column of their rows, so that SQLite prefers them to those of all runs.
            "DROP INDEX runs_tests",
            "DROP INDEX runs_workflow_tests",
            "CREATE INDEX runs_tests ON runs (project_id, is_test, created_at, id) WHERE is_test = 1",
            "CREATE INDEX runs_workflow_tests ON runs (workflow_id, is_test, created_at, id) WHERE is_test = 1",
            // Which connections runs can have.
            "CREATE INDEX deployments_connections ON deployments (workflow_id, connection_id)",
            "CREATE INDEX deployments_project_connections ON deployments (project_id, connection_id)",
        ])
}
