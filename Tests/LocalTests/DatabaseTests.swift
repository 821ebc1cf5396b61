import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("D1 on this machine", .timeLimit(.minutes(3)))
struct DatabaseTests {
    private static let people = """
        await db.exec("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT UNIQUE, age REAL, photo BLOB)");
        const insert = db.prepare("INSERT INTO person (name, age, photo) VALUES (?1, ?2, ?3)");
        await insert.bind("Ada", 36.5, new Uint8Array([1, 2])).run();
        await insert.bind("Zoë", null, null).run();

        """

    @Test("Queries give rows as objects and as arrays, the first row or a value of it, and what changed")
    func shapes() async throws {
        let answer = try await Self.answer(
            Self.people + """
                const all = await db.prepare("SELECT id, name, age, photo FROM person ORDER BY id").all();
                const run = await insert.bind("Bob", true, null).run();
                return [
                  all.success, all.results, all.meta.rows_read, run.results, run.meta.changes, run.meta.last_row_id, run.meta.changed_db,
                  await db.prepare("SELECT name FROM person WHERE id = ?").bind(2).first(),
                  await db.prepare("SELECT name, age FROM person WHERE id = ?").bind(1).first("age"),
                  await db.prepare("SELECT 1 FROM person WHERE id = 9").first(),
                  await db.prepare("SELECT id, name FROM person WHERE id < 3 ORDER BY id").raw(),
                  await db.prepare("SELECT id AS a, id AS a FROM person WHERE id = 1").raw({ columnNames: true }),
                  await db.prepare("SELECT typeof(?1), ?1 / 2, typeof(?2)").bind(3, "x").raw(),
                  await db.prepare("SELECT name FROM person ORDER BY id LIMIT ?").bind(1).all().then((r) => r.results.length),
                ];
                """)
        #expect(
            answer == [
                true,
                [
                    ["id": 1, "name": "Ada", "age": 36.5, "photo": [1, 2]],
                    ["id": 2, "name": "Zoë", "age": nil, "photo": nil],
                ], 2, [], 1, 3, true, ["name": "Zoë"], 36.5, nil, [[1, "Ada"], [2, "Zoë"]], [["a", "a"], [1, 1]],
                [["real", 1.5, "text"]], 1,
            ])
    }

    @Test("A batch is one transaction: all of it or nothing")
    func batch() async throws {
        let answer = try await Self.answer(
            Self.people + """
                const good = await db.batch([insert.bind("C", 1, null), db.prepare("SELECT count(*) AS n FROM person")]);
                const bad = await db.batch([insert.bind("D", 1, null), insert.bind("Ada", 1, null)]).catch((error) => error.message);
                return [good.map((r) => r.results), bad, await db.prepare("SELECT count(*) AS n FROM person").first("n")];
                """)
        #expect(
            answer == [
                [[], [["n": 3]]], "D1_ERROR: UNIQUE constraint failed: person.name: SQLITE_CONSTRAINT", 3,
            ])
    }

    @Test(
        "Mistakes are told as D1 tells them",
        arguments: [
            ("await db.prepare('SELECT * FROM absent').all()", "D1_ERROR: no such table: absent"),
            ("await db.prepare('SELEC 1').all()", "syntax error"),
            (
                "db.prepare('SELECT ?').bind(undefined)",
                "D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'"
            ),
            ("db.prepare('SELECT ?').bind(1n)", "D1_TYPE_ERROR: Type 'bigint' not supported"),
            ("await db.prepare('SELECT ?').all()", "Wrong number of parameter bindings"),
            ("await db.prepare('SELECT 1; SELECT 2').all()", "only one statement"),
            ("await db.prepare('SELECT 1 AS a').first('b')", "no column \"b\""),
            ("await db.prepare('').all()", "No SQL statements detected"),
        ])
    func mistakes(expression: String, message: String) async throws {
        let answer = try await Self.answer(
            "try { \(expression); return 'fine'; } catch (error) { return error.message; }")
        #expect(answer.string?.contains(message) == true, "\(answer.text)")
    }

    @Test(
        "SQL reaches no other file and no setting of the database's",
        arguments: [
            "ATTACH '/tmp/other.sqlite' AS other", "VACUUM INTO '/tmp/copy.sqlite'", "/* x */ BEGIN",
            "-- a\nSAVEPOINT s",
            "PRAGMA journal_mode = DELETE", "PRAGMA main . writable_schema = 1", "SELECT load_extension('/tmp/x')",
            "SELECT readfile('/etc/passwd')", "DETACH main", "EXPLAIN PRAGMA hard_heap_limit = 100000000",
            "EXPLAIN /* x */ QUERY PLAN\nPRAGMA query_only = 1", "\u{FEFF}PRAGMA query_only = 1", "EXPLAIN",
            "--\rSELECT\nPRAGMA query_only = 1",
        ])
    func confined(sql: String) async throws {
        let answer = try await Self.answer(
            """
            const sql = \(JSONValue.string(sql).text);
            const prepared = await db.prepare(sql).all().then(() => "ran", (error) => error.message);
            const executed = await db.exec(sql).then(() => "ran", (error) => error.message);
            return [prepared, executed];
            """)
        #expect(answer.array?.allSatisfy { $0.string?.hasPrefix("D1_ERROR: ") == true } == true, "\(answer.text)")
    }

    @Test("exec runs statements one after another and counts them; pragmas about the schema work")
    func exec() async throws {
        let answer = try await Self.answer(
            """
            const { count } = await db.exec("CREATE TABLE a (x);\\nINSERT INTO a VALUES (1);\\nINSERT INTO a VALUES (2)");
            const columns = await db.prepare("PRAGMA table_info(a)").all();
            return [count, columns.results.map((column) => column.name), await db.prepare("SELECT sum(x) AS s FROM a").first("s")];
            """)
        #expect(answer == [3, ["x"], 3])
    }

    private static func answer(_ body: String) async throws -> JSONValue {
        try await LocalFixture.answer("const db = env.DB_MAIN;\n" + body, bindings: [.resource("d1", "DB_MAIN")])
    }
}
