import JSON

extension Migration {
    /// When versions start by themselves: beside their code, which lists do not read.
    static let schedules = Migration(
        "0023-version-schedules", ["ALTER TABLE versions ADD COLUMN schedule TEXT"]
    ) { database in
        var last = ""
        while true {
            let rows = try database.query(
                "SELECT id, artifact FROM versions WHERE id > $1 AND artifact LIKE '%\"cron\"%' ORDER BY id LIMIT 100",
                [last])
            for row in rows {
                let (id, artifact): (String, String) = (try row["id"], try row["artifact"])
                last = id
                // What cannot be read is nothing that could be deployed.
                guard let trigger = try? JSONValue(parsing: artifact)["trigger"], trigger["type"] == "cron",
                    let schedule = trigger["expression"]?.string
                else { continue }
                try database.execute("UPDATE versions SET schedule = $2 WHERE id = $1", [id, schedule])
            }
            if rows.count < 100 { return }
        }
    }
}
