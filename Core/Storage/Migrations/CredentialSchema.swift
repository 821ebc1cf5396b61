extension Migration {
    /// Accounts at vendors.
    static let credentials = Migration(
        "0018-credentials",
        [
            """
            CREATE TABLE credentials (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT REFERENCES projects (id) ON DELETE CASCADE, name TEXT NOT NULL,
                name_folded TEXT NOT NULL, type TEXT NOT NULL,
                sealed_values TEXT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX credentials_name ON credentials (organization_id, COALESCE(project_id, ''), name)",
            "CREATE INDEX credentials_page ON credentials (organization_id, created_at, id)",
        ])

    /// The keys with which deployed programs ask for tokens, hashed.
    static let tokenKeys = Migration(
        "0019-token-keys",
        [
            "ALTER TABLE deployments ADD COLUMN token_key TEXT",
            "CREATE INDEX deployments_token_key ON deployments (token_key)",
        ])
}
