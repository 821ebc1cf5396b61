import Testing

@testable import Values

@Suite("SQL as its tokens")
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
        "Values and comments are left out",
        arguments: [
            (
                "SELECT * FROM people WHERE name = 'Ada''s' AND age > 41.5",
                "SELECT * FROM people WHERE name = ? AND age > ?"
            ),
            ("SELECT \"secret\" -- secret\n, `b`, [c d] FROM t2", "SELECT ? , `b`, [c d] FROM t2"),
            ("INSERT INTO t VALUES (0x1F, ?1, :a, 'open", "INSERT INTO t VALUES (?, ??, :a, ?"),
            ("SELECT/* secret */1e9", "SELECT ?"),
        ])
    func withoutValues(sql: String, expected: String) { #expect(SQLText(sql).withoutValues == expected) }
}
