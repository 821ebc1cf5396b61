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
            (
                "create /* ; */ temporary\ntrigger a BEGIN x end; END x; ; -- ;\n End ;y",
                ["create /* ; */ temporary\ntrigger a BEGIN x end; END x; ; -- ;\n End ;", "y"]
            ),
            ("EXPLAIN CREATE TEMP TRIGGER a; END; x", ["EXPLAIN CREATE TEMP TRIGGER a; END;", " x"]),
            ("CREATE x TRIGGER a; END; x", ["CREATE x TRIGGER a;", " END;", " x"]),
            ("CREATE TRIGGERS a; /*/;*/ 'x", ["CREATE TRIGGERS a;", " /*/;*/ 'x"]),
        ])
    func statements(script: String, expected: [String]) { #expect(Array(D1Statements(script)) == expected) }

    /// So much that what reads again from the beginning meets the limit, which a busy machine does not.
    @Test(
        "Each byte of a script is read once, whatever is in it", .timeLimit(.minutes(1)),
        arguments: [";", "x END;", "/*;*/", "';", "a/"])
    func time(part: String) {
        let count = D1Statements("CREATE TRIGGER a BEGIN " + String(repeating: part, count: 200_000)).reduce(0) {
            count, _ in
            count + 1
        }
        #expect(count == 1)
    }

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
