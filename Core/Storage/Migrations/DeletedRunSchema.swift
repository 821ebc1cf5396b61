extension Migration {
    /// Runs that were deleted from the list: what is still told of them does not bring them back.
    static let deletedRuns = Migration(
        "0009-deleted-runs",
        [
            """
            CREATE TABLE deleted_runs (
                deployment_id TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE, instance_id TEXT NOT NULL,
                is_kept INTEGER NOT NULL, deleted_at BIGINT NOT NULL, PRIMARY KEY (deployment_id, instance_id))
            """,
            "CREATE INDEX deleted_runs_age ON deleted_runs (deleted_at)",
        ])
}
