extension Migration {
    /// Up to where the runs of a connection are known: what its provider reported last.
    static let runStates = Migration(
        "0008-run-states",
        [
            """
            CREATE TABLE run_states (
                connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
                cursor TEXT NOT NULL, updated_at BIGINT NOT NULL)
            """
        ])
}
