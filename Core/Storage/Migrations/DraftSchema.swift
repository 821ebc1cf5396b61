extension Migration {
    static let drafts = Migration(
        "0022-drafts",
        [
            // What is edited and not saved as a version yet: one for each workflow.
            """
            CREATE TABLE drafts (
                workflow_id TEXT PRIMARY KEY REFERENCES workflows (id) ON DELETE CASCADE,
                document TEXT NOT NULL, base_version_id TEXT REFERENCES versions (id) ON DELETE SET NULL,
                author_id TEXT REFERENCES users (id) ON DELETE SET NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX drafts_version ON drafts (base_version_id)",
            "CREATE INDEX drafts_author ON drafts (author_id)",
            // Where the nodes of a workflow are drawn, apart from its versions.
            """
            CREATE TABLE layouts (
                workflow_id TEXT PRIMARY KEY REFERENCES workflows (id) ON DELETE CASCADE,
                nodes TEXT NOT NULL, viewport TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
        ])
}
