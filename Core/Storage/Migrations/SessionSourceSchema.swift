extension Migration {
    /// Where sessions were begun from, for people to tell them apart.
    static let sessionSources = Migration(
        "0013-session-sources",
        [
            "ALTER TABLE sessions ADD COLUMN address TEXT", "ALTER TABLE sessions ADD COLUMN user_agent TEXT",
            "CREATE INDEX sessions_page ON sessions (user_id, created_at, id)",
        ])
}
