import GRDB

extension Journal {
    private static let mostProblems = 10

    /// What is wrong with the file, in SQLite's words; empty: nothing.
    func damage() async throws -> [String] {
        try await read { try Self.damage(in: $0) }
    }

    static func damage(in database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "PRAGMA quick_check(\(mostProblems))").filter { $0 != "ok" }
    }

    /// The runs with rows that do not match their checksums, with what does not; the first of them.
    static func damagedRuns(in database: Database) throws -> [(run: String, what: String)] {
        var found: [(run: String, what: String)] = []
        let instances = try Row.fetchCursor(
            database, sql: "SELECT * FROM instance WHERE checksum IS NOT NULL OR stateChecksum IS NOT NULL")
        while found.count < mostProblems, let row = try instances.next() {
            if let what = problem({ try RowChecksum.checkInstance(row) }) { found.append((row["name"], what)) }
        }
        let steps = try Row.fetchCursor(database, sql: "SELECT * FROM step WHERE checksum IS NOT NULL")
        while found.count < mostProblems, let row = try steps.next() {
            guard let what = problem({ try RowChecksum.checkStep(row) }) else { continue }
            let run = try String.fetchOne(
                database, sql: "SELECT name FROM instance WHERE number = ?", arguments: [row["instance"] as Int])
            found.append((run ?? "?", what))
        }
        return found
    }

    private static func problem(_ check: () throws -> Void) -> String? {
        do {
            try check()
            return nil
        } catch JournalError.checksum(let what) { return what } catch { return "\(error)" }
    }
}
