extension Migration {
    /// Up to where the runs of a connection are known, for each server that has deployments of it on its disk. Whether such a
    /// server leads no longer matters.
    static let serverRunStates = Migration(
        "0032-server-run-states",
        [
            """
            CREATE TABLE server_run_states (
                connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE, server_id TEXT NOT NULL,
                cursor TEXT NOT NULL, updated_at BIGINT NOT NULL, PRIMARY KEY (connection_id, server_id))
            """,
            "ALTER TABLE deployments DROP COLUMN is_away",
        ])
}
