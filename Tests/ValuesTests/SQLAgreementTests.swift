import GRDBSQLite
import TestSupport
import Testing

@testable import Values

/// Texts are made of what has ever confused a reader of SQL, and executed by SQLite.
@Suite("SQL texts, held against SQLite", .timeLimit(.minutes(10)))
struct SQLAgreementTests {
    private static let openings = [
        "SELECT 1", "SELECT 'a'", "SELECT \"a\"", "VALUES (1)", "WITH a AS (SELECT 1) SELECT * FROM a", "SELECT [a",
        "EXPLAIN SELECT 1", "PRAGMA table_info(t)", "SELECT x''", "SELECT `a", "SELECT $a", "", "EXPLAIN",
        "WITH a AS (SELECT 1)", "PRAGMA",
    ]
    private static let confusions = [
        "'", "\"", "`", "[", "]", "--", "/*", "*/", "/", "*", "\n", "\r", "\r\n", "\u{0B}", "\u{0C}", "\u{85}",
        "\u{A0}",
        "\u{2028}", "\u{FEFF}", "\u{0}", "\u{301}", "\u{200D}", "''", "x'", "x'00'", "(", ")", "$a(", "::", "\\", ";",
        " ",
        "e", "1", "-", "AS b",
    ]
    private static let changes = [
        "DELETE FROM t", "INSERT INTO t VALUES (2)", "UPDATE t SET a = 3", "REPLACE INTO t VALUES (4)", "DROP TABLE t",
        "CREATE TABLE u (a)", "PRAGMA user_version = 5", "WITH a AS (SELECT 1) DELETE FROM t", "user_version(6)",
        "ALTER TABLE t RENAME TO v", "DELETE FROM t RETURNING a",
    ]

    private static func text(_ random: inout SeededGenerator) -> String {
        var text = openings.randomElement(using: &random) ?? ""
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            text += confusions.randomElement(using: &random) ?? ""
        }
        if Bool.random(using: &random) { text += [";", "\n;", "*/;", "';", " "].randomElement(using: &random) ?? "" }
        text += changes.randomElement(using: &random) ?? ""
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            text += (confusions + ["--'", "--*/", "--\"", "--]"]).randomElement(using: &random) ?? ""
        }
        return text
    }

    @Test("What changes a database never counts as reading, nor what SQLite does not call reading", arguments: 0..<8)
    func agreement(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var (changed, hidden, reading) = (0, 0, 0)
        for _ in 0..<8000 {
            let sql = Self.text(&random)
            let onlyReads = SQLText(sql).onlyReads
            let outcome = try Database().execute(sql)
            #expect(!onlyReads || !outcome.hasChanged && outcome.isReading, "\(sql.debugDescription)")
            if outcome.hasChanged { changed += 1 }
            if outcome.hasChanged, !sql.hasPrefix("WITH"), sql.utf8.contains(where: { $0 >= 0x80 }) { hidden += 1 }
            if onlyReads, outcome.isExecuted { reading += 1 }
        }
        // Otherwise the texts would prove nothing.
        #expect(changed > 100 && hidden > 10 && reading > 50, "\(changed) \(hidden) \(reading)")
    }

    /// A database in memory with the table `t`.
    private struct Database: ~Copyable {
        struct Outcome {
            var hasChanged = false
            /// Whether SQLite says of every statement that was prepared that it changes nothing, or is explained only.
            var isReading = true
            /// Whether every statement could be executed, of which there was one.
            var isExecuted = false
        }

        private struct Failed: Error {}

        private let handle: OpaquePointer

        init() throws {
            var opened: OpaquePointer?
            guard sqlite3_open(":memory:", &opened) == SQLITE_OK, let opened,
                sqlite3_exec(opened, "CREATE TABLE t (a); INSERT INTO t VALUES (1)", nil, nil, nil) == SQLITE_OK
            else { throw Failed() }
            handle = opened
        }

        deinit { sqlite3_close(handle) }

        /// One statement after another, until one cannot be prepared.
        func execute(_ sql: String) -> Outcome {
            let before = fingerprint
            var outcome = Outcome()
            let bytes = Array(sql.utf8)
            bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { start in
                    let end = start + buffer.count
                    var rest: UnsafePointer<CChar> = start
                    var isSound = true
                    while rest < end {
                        var statement: OpaquePointer?
                        var tail: UnsafePointer<CChar>?
                        let code = sqlite3_prepare_v2(handle, rest, Int32(end - rest), &statement, &tail)
                        if code == SQLITE_OK, let statement {
                            if sqlite3_stmt_isexplain(statement) == 0, sqlite3_stmt_readonly(statement) == 0 {
                                outcome.isReading = false
                            }
                            var step = sqlite3_step(statement)
                            while step == SQLITE_ROW { step = sqlite3_step(statement) }
                            isSound = isSound && step == SQLITE_DONE
                            outcome.isExecuted = true
                            sqlite3_finalize(statement)
                        } else if code != SQLITE_OK {
                            // Where it goes on then is in the midst of a statement.
                            isSound = false
                            break
                        }
                        guard let tail, tail > rest else { break }
                        rest = tail
                    }
                    outcome.isExecuted = outcome.isExecuted && isSound
                }
            }
            outcome.hasChanged = fingerprint != before
            return outcome
        }

        /// What the tables, the rows and the settings of the database are.
        private var fingerprint: [String] {
            [
                "SELECT group_concat(sql) FROM sqlite_master", "SELECT count(*), sum(a) FROM t", "PRAGMA user_version",
                "SELECT total_changes()", "PRAGMA foreign_keys", "PRAGMA query_only",
            ].map { sql in
                var statement: OpaquePointer?
                guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return "none" }
                defer { sqlite3_finalize(statement) }
                guard sqlite3_step(statement) == SQLITE_ROW else { return "" }
                return (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
                }.joined(separator: " ")
            }
        }
    }
}
