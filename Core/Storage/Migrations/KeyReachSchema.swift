extension Migration {
    /// Which keys are for the whole organization, as the first key always was, and which key made a project.
    static let keyReach = Migration(
        "0012-key-reach",
        [
            "ALTER TABLE api_keys ADD COLUMN organization_wide BOOLEAN NOT NULL DEFAULT FALSE",
            """
            UPDATE api_keys SET organization_wide = TRUE WHERE name = 'Initial key' AND id IN (
                SELECT id FROM api_keys ORDER BY created_at, id LIMIT 1)
            """,
            "ALTER TABLE projects ADD COLUMN api_key_id TEXT",
        ])
}
