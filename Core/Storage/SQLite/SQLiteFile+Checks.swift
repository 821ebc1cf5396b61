extension SQLiteFile {
    /// The tables in which programs keep the names of the migrations that they have run, with the column.
    private static let migrationTables = [("schema_migrations", "name"), ("grdb_migrations", "identifier")]
    private static let mostProblems = 10

    /// The migrations of the schema, in their order where it is known.
    package func migrations() throws(StorageError) -> [String] {
        for (table, column) in Self.migrationTables where try has(table) {
            return try rows("SELECT \(column) FROM \(table) ORDER BY rowid").compactMap(\.first).compactMap(\.self)
        }
        return []
    }

    /// - Throws: ``StorageError/newerSchema(_:version:)`` when the schema has migrations besides these.
    /// - Returns: Those of the file.
    package func migrations(knowing known: [String]) throws(StorageError) -> [String] {
        let applied = try migrations()
        let unknown = Set(applied).subtracting(known)
        guard unknown.isEmpty else {
            let versions = try has("schema_versions") ? rows("SELECT name, version FROM schema_versions") : []
            throw .newerSchema(
                unknown.sorted(),
                version: SchemaVersions.newest(of: unknown, versions.map { ($0[0] ?? "", $0[1] ?? "") }))
        }
        return applied
    }

    /// What is wrong with the file, in SQLite's words; empty: nothing.
    /// - Parameter checksReferences: Whether foreign keys hold always. Programs may leave theirs unmet.
    package func damage(checksReferences: Bool) -> [String] {
        do {
            let check = try rows("PRAGMA quick_check(\(Self.mostProblems))").compactMap(\.first).compactMap(\.self)
            let broken =
                checksReferences ? try rows("PRAGMA foreign_key_check").compactMap(\.first).compactMap(\.self) : []
            return check.filter { $0 != "ok" }
                + Set(broken).sorted().map { "rows of \($0) refer to rows that do not exist" }
        } catch {
            return ["\(error)"]
        }
    }

    private func has(_ table: String) throws(StorageError) -> Bool {
        try !rows("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'").isEmpty
    }
}
