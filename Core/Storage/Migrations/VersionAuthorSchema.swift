extension Migration {
    /// Who saved a version, and what for.
    static let versionAuthors = Migration(
        "0014-version-authors",
        [
            "ALTER TABLE versions ADD COLUMN author_id TEXT REFERENCES users (id) ON DELETE SET NULL",
            "ALTER TABLE versions ADD COLUMN message TEXT",
        ])
}
