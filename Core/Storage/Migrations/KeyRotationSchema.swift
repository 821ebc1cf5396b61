extension Migration {
    /// A change of the master key while servers run, and which keys each of those has.
    static let keyRotation = Migration(
        "0033-key-rotation",
        [
            """
            CREATE TABLE key_rotation (
                id INTEGER PRIMARY KEY CHECK (id = 1), key_id TEXT NOT NULL, sealed BIGINT NOT NULL,
                total BIGINT NOT NULL)
            """,
            """
            CREATE TABLE server_keys (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, beat BIGINT NOT NULL, key_ids TEXT NOT NULL,
                sealing TEXT NOT NULL)
            """,
        ])
}
