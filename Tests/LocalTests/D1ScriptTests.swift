import Testing

@testable import LocalRuntime

@Suite("SQL of several statements", .timeLimit(.minutes(10)))
struct D1ScriptTests {
    @Test(
        "Statements end at their own semicolons",
        arguments: [
            ("SELECT 1", ["SELECT 1"]),
            ("SELECT 1; SELECT 2;", ["SELECT 1;", " SELECT 2;", ""]),
            ("SELECT ';', \";\", `;`, [;]; SELECT 2", ["SELECT ';', \";\", `;`, [;];", " SELECT 2"]),
            ("-- a;b\nSELECT 1; /* ; */ SELECT 2", ["-- a;b\nSELECT 1;", " /* ; */ SELECT 2"]),
            ("SELECT 'it''s; it'; x", ["SELECT 'it''s; it';", " x"]),
            (
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT 1; END; SELECT 2",
                ["CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT 1; END;", " SELECT 2"]
            ),
        ])
    func statements(script: String, expected: [String]) { #expect(D1Script.statements(in: script) == expected) }

    @Test("A text that SQLite would cut is refused")
    func cut() {
        for sql in ["SELECT 1\0", "SELECT 1;\0 DELETE FROM a", "\0SELECT 1", "SELECT '\0'"] {
            #expect { try D1Statement.check(sql) } throws: { "\($0)".contains("U+0000") }
        }
        #expect(throws: Never.self) { try D1Statement.check("SELECT '\\0'") }
    }

    @Test(
        "Words are read as SQLite reads them",
        arguments: [
            ("PRAGMA main . user_version", ["PRAGMA", "main.", "user_version"]),
            ("/* x */ -- y\n ;PRAGMA x", ["PRAGMA", "x"]),
            // A comment ends at a line feed, and at nothing else that is a line's end elsewhere.
            ("--\rSELECT\nPRAGMA x", ["PRAGMA", "x"]), ("--\u{2028}SELECT\nPRAGMA x", ["PRAGMA", "x"]),
            ("\u{FEFF}PRAGMA \u{FEFF}x", ["PRAGMA", "x"]), ("PRAGMA \"x\"", ["PRAGMA"]), ("", []), ("/* x", []),
        ])
    func words(sql: String, expected: [String]) { #expect(D1Script.words(sql, most: 3) == expected) }
}
