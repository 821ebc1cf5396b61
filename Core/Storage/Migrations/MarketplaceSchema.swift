extension Migration {
    static let marketplace = Migration(
        "0003-marketplace",
        [
            // What is on this server's disk, for all organizations together.
            """
            CREATE TABLE packages (
                node TEXT NOT NULL, version TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
                sha256 TEXT NOT NULL, key_id TEXT, registry TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (node, version))
            """,
            // The version an organization works with, and those that it keeps for its stored documents.
            """
            CREATE TABLE node_installations (
                organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                node TEXT NOT NULL, version TEXT NOT NULL, is_current INTEGER NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (organization_id, node, version),
                FOREIGN KEY (node, version) REFERENCES packages (node, version))
            """,
            "CREATE INDEX node_installations_package ON node_installations (node, version)",
            """
            CREATE UNIQUE INDEX node_installations_current ON node_installations (organization_id, node)
                WHERE is_current = 1
            """,
            // Plugins that an operator has turned off.
            "CREATE TABLE plugin_switches (plugin TEXT PRIMARY KEY, reason TEXT NOT NULL, created_at BIGINT NOT NULL)",
        ])
}
