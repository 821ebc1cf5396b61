extension Migration {
    /// What several servers of one database have in common: changes that those which do not lead have made, for the streams of
    /// the one that does; counted requests; the files of packages, in parts of base64; what plugins keep.
    static let sharedWork = Migration(
        "0030-shared-work",
        [
            """
            CREATE TABLE feed_changes (
                id BIGINT PRIMARY KEY, project_id TEXT NOT NULL, path TEXT NOT NULL, request_id TEXT NOT NULL,
                created_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE request_counts (
                id TEXT PRIMARY KEY, policy TEXT NOT NULL, origin TEXT NOT NULL, counted_at BIGINT NOT NULL)
            """,
            "CREATE INDEX request_counts_origin ON request_counts (policy, origin, counted_at)",
            """
            CREATE TABLE package_parts (
                sha256 TEXT NOT NULL, part INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (sha256, part))
            """,
            """
            CREATE TABLE plugin_states (
                plugin TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
                PRIMARY KEY (plugin, owner, name))
            """,
        ])
}
