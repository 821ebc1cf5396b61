extension Migration {
    /// Which keys are for the whole organization, as the first key always was, and which key made a project.
    static let keyReach = Migration(
        "0012-key-reach",
        [
            "ALTER TABLE api_keys ADD COLUMN is_organization_wide INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE api_keys SET is_organization_wide = 1 WHERE name = 'Initial key' AND id IN (
                SELECT id FROM api_keys ORDER BY created_at, id LIMIT 1)
            """,
            "ALTER TABLE projects ADD COLUMN api_key_id TEXT",
        ])
}
