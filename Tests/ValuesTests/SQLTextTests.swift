import Testing

@testable import Values

@Suite("SQL as its tokens", .timeLimit(.minutes(10)))
struct SQLTextTests {
    @Test(
        "Statements that can only read",
        arguments: [
            "SELECT 1", "select * from t where a = 'INSERT'", " -- DELETE\n SELECT \"a\" FROM t;", "VALUES (1), (2)",
            "EXPLAIN QUERY PLAN DELETE FROM t", "WITH a AS (SELECT 1) SELECT * FROM a", "PRAGMA table_info(t)",
            "SELECT 1; SELECT 2", "/* x; DROP TABLE t */ SELECT 1", "", ";",
        ])
    func reading(sql: String) { #expect(SQLText(sql).onlyReads) }

    @Test(
        "Statements that change something, or may",
        arguments: [
            "INSERT INTO t VALUES (1)", "SELECT 1; DELETE FROM t", "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
            "with a as (select 1) delete from t", "PRAGMA user_version = 3", "PRAGMA table_info = 1", "PRAGMA optimize",
            "PRAGMA", "DROP TABLE t", "VACUUM", "ATTACH 'a' AS b", "/* SELECT */ UPDATE t SET a = 1", "BEGIN", "x",
            "'SELECT'", "SELECT 'it''s'; DROP TABLE t", "SELECT '\\'; DROP TABLE t; --'", "`SELECT`", "(SELECT 1)",
            "SELECT 1 -- ; \n; UPDATE t SET a = 1", "SELECT [;]; DELETE FROM t", "\u{FEFF}DELETE FROM t",
        ])
    func changing(sql: String) { #expect(!SQLText(sql).onlyReads) }

    @Test(
        "A mark counts whatever is combined with it, and only a line feed ends a comment",
        arguments: [
            "SELECT ''\u{301}; DELETE FROM t --'", "SELECT 1 /* *\u{2F}\u{301}; DELETE FROM t --*/",
            "SELECT \"\"\u{308}; DELETE FROM t --\"", "SELECT [a]\u{301}; DELETE FROM t --]",
            "SELECT 1 --\r'\n; DELETE FROM t --'", "SELECT 1 -- \u{2028}/*\n; DELETE FROM t --*/",
            "SELECT 1 -- \u{85}'\n; DELETE FROM t --'", "SELECT 1 --\u{0B}'\n; DELETE FROM t --'",
            "SELECT 1;\u{301}DELETE FROM t", "\u{17F}ELECT 1", "SELECT 1\r\n;\r\nDELETE FROM t",
        ])
    func hidden(sql: String) { #expect(!SQLText(sql).onlyReads) }

    @Test(
        "What is unclear counts as changing",
        arguments: [
            "SELECT 1\u{0}", "SELECT '\u{0}'", "SELECT 1 -- \u{0}", "SELECT 1 /* \u{0} */", "SELECT [\u{0}]",
            "SELECT 'open", "SELECT `open", "SELECT [open", "SELECT x'0'", "SELECT x'0g'", "SELECT $a(')')",
            "SELECT :a::b(')')", "SELECT @a(1)", "SELECT #", "SELECT 1\u{0B}", "\u{FEFF}SELECT 1", "SELECT {1}",
            "SELECT \\", "EXPLAIN PRAGMA user_version = 1", "EXPLAIN ATTACH 'a' AS b", "EXPLAIN",
            "EXPLAIN QUERY PLAN",
            "PRAGMA table_info.user_version(3)", "PRAGMA table_info(t) user_version(3)", "PRAGMA table_info(t) = 1",
            "SELECT load_extension('a')", "SELECT \"load_extension\" ('a')", "SELECT [optimize](t) FROM t",
        ])
    func unclear(sql: String) { #expect(!SQLText(sql).onlyReads) }

    @Test(
        "Statements of every kind that only read pass",
        arguments: [
            "SELECT x'53514C', X''", "SELECT 1.5e-3 - .5, 0x1F, 1_000", "SELECT :a, @b, $c, ?1, ?",
            "SELECT 'it''s' || \"a\"\"b\", `c``d`, [e ' f] FROM t", "SELECT a->>'$.b' FROM t", "SELECT 1 /* open",
            "SELECT 1 -- open", "SELECT 'é' AS naïve", "EXPLAIN SELECT 1",
            "explain query plan insert into t values (1)",
            "PRAGMA table_list", "pragma index_list('t')", "SELECT replace('a', 'b', 'c')", "SELECT optimize FROM t",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n",
        ])
    func passing(sql: String) { #expect(SQLText(sql).onlyReads) }

    @Test(
        "Values and comments are left out",
        arguments: [
            (
                "SELECT * FROM people WHERE name = 'Ada''s' AND age > 41.5",
                "SELECT * FROM people WHERE name = ? AND age > ?"
            ),
            ("SELECT \"secret\" -- secret\n, `b`, [c d] FROM t2", "SELECT ? , `b`, [c d] FROM t2"),
            ("INSERT INTO t VALUES (0x1F, ?1, :a, 'open", "INSERT INTO t VALUES (?, ??, :a, ?"),
            ("SELECT/* secret */1e9", "SELECT ?"), ("SELECT x'73656372', 1.5e-3", "SELECT ?, ?"),
            ("SELECT ''\u{301}, 'secret'", "SELECT ?\u{301}, ?"), ("SELECT '\u{301}secret'", "SELECT ?"),
            ("SELECT 1 -- a\u{2028} secret", "SELECT ? "), ("SELECT '\u{0}secret' secret", "SELECT ?"),
            ("SELECT [secret", "SELECT ?"), ("SELECT x'z' 'secret'", "SELECT ?"), ("SELECT \\ secret", "SELECT ?"),
        ])
    func withoutValues(sql: String, expected: String) { #expect(SQLText(sql).withoutValues == expected) }

    @Test(
        "No value passes for a name, whatever the dialect",
        arguments: [
            "SELECT $$it secret$$", "SELECT $a$ secret $a$", "SELECT a$b$ secret $b$", "SELECT 1$$it secret$$",
            "SELECT 'it\\'s secret'", "SELECT E'it\\'s secret'", "SELECT \"a\\\" secret\"",
            "SELECT q'[it's secret]'", "SELECT N'a' 'secret'", "SELECT _utf8'secret'", "SELECT 1 # secret",
            "SELECT 1 #secret more",
            "SELECT 1 // secret", "SELECT 1--'a\n secret'", "SELECT 1 --'a\n secret'", "SELECT /* /* */ secret */ 1",
            "SELECT /*!50000 'a*/ secret' */", "SELECT ARRAY['secret', 'b']", "SELECT a['secret']",
            "SELECT ARRAY[42, 7]",
            "SELECT `it\\` secret`", "SELECT `a-secret`", "SELECT [a]] secret]", "SELECT ‘it secret’",
            "SELECT «secret»",
            "SET key = secret", "PRAGMA key = secret", "PRAGMA rekey(secret)", "PRAGMA main.key = secret",
            "SELECT 1; SET a = secret", "CREATE USER a IDENTIFIED BY secret", "INSERT INTO t FORMAT CSV secret, 1",
            "HSET secret 42", "const a = secret", "secret", "{ me(key: secret) }", "`secret`", "(secret)",
            "COPY t FROM secret",
        ])
    func ofAnyDialect(sql: String) {
        let text = SQLText(sql).withoutValues
        #expect(!text.contains("secret") && !text.contains("42") && text.hasSuffix("?"), "\(text)")
    }

    @Test(
        "What is the same in all dialects is kept",
        arguments: [
            ("UPDATE t SET a = 'it''s' WHERE id = $1 -- x", "UPDATE t SET a = ? WHERE id = $1 "),
            ("SELECT 1; DELETE FROM [my table]", "SELECT ?; DELETE FROM [my table]"),
            ("PRAGMA table_list", "PRAGMA table_list"),
            ("(SELECT a - -b / c FROM naïve)", "(SELECT a - -b / c FROM naïve)"),
            ("/* secret */ WITH a AS (VALUES (1)) SELECT * FROM a", " WITH a AS (VALUES (?)) SELECT * FROM a"),
        ])
    func ofEveryDialect(sql: String, expected: String) { #expect(SQLText(sql).withoutValues == expected) }
}
