extension Migration {
    /// Lists of runs by status, and of one connection or version by status: each page is read from one end of an index.
    static let runLists = Migration(
        "0006-run-lists",
        [
            "CREATE INDEX runs_workflow_status ON runs (workflow_id, status, created_at, id)",
            "CREATE INDEX runs_project_status ON runs (project_id, status, created_at, id)",
            "CREATE INDEX runs_connection_status ON runs (connection_id, status, created_at, id)",
            "CREATE INDEX runs_version_status ON runs (version_id, status, created_at, id)",
            // Those above begin with the same columns.
            "DROP INDEX runs_version",
            "DROP INDEX runs_connection",
        ])
}
