extension Migration {
    /// Names as searches compare them, the same in every database.
    static let foldedNames = Migration(
        "0020-folded-names", tables.map { "ALTER TABLE \($0) ADD COLUMN name_folded TEXT NOT NULL DEFAULT ''" }
    ) { database in
        for table in tables {
            for row in try database.query("SELECT id, name FROM \(table)") {
                let (id, name): (String, String) = (try row["id"], try row["name"])
                try database.execute(
                    "UPDATE \(table) SET name_folded = $2 WHERE id = $1", [id, FoldedText.of(name)])
            }
        }
    }

    private static let tables = ["workflows", "variables", "projects", "connections", "api_keys", "webhooks"]
}
