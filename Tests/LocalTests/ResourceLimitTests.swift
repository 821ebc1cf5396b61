import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Limits of what resources hold and use", .timeLimit(.minutes(4)))
struct ResourceLimitTests {
    private func ask(
        _ fixture: LocalFixture, _ kind: LocalResource.Kind, _ method: String, _ value: JSONValue, body: [UInt8]? = nil
    ) async throws -> JSONValue? {
        try await fixture.runtime.ask(LocalResource(kind, "r", account: "c1"), method, value, body: body).value
    }

    private func query(_ fixture: LocalFixture, _ sql: String) async throws {
        _ = try await ask(fixture, .database, "query", ["sql": .string(sql), "parameters": []])
    }

    /// How often a limit refused something, by the metric.
    private func count(_ limit: String, _ fixture: LocalFixture) async throws -> Double {
        let metric = try await fixture.runtime.metrics().first { $0.name == "limited" }
        return metric?.samples.first { $0.labels["limit"] == limit }?.value ?? 0
    }

    private func refused(
        _ limit: String, _ words: String, _ fixture: LocalFixture, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
            Issue.record("\(limit) refused nothing")
        } catch let failure as PluginFailure {
            #expect(failure.message.contains(words), "\(failure)")
        }
        #expect(try await count(limit, fixture) == 1)
    }

    @Test("D1: statements of a process that is gone end, also those that have not begun")
    func endedProcess() async throws {
        try await LocalFixture.with(settings: ["D1_TIME": "3600"]) { fixture in
            func deploy(_ body: String) async throws -> Deployed {
                try await fixture.deploy(
                    LocalFixture.function(body), environment: ["DB_BINDING_ID": "db"],
                    bindings: [.resource("d1", "DB")],
                    kind: .script)
            }
            let endless = try await deploy(
                """
                const sql = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t";
                for (let n = 0; n < 3; n++) env.DB.prepare(sql).all().catch(() => {});
                return new Response("begun");
                """)
            #expect(try await endless.ask().text == "begun")
            // A deploy ends the process.
            let next = try await deploy("return new Response(await env.DB.prepare('SELECT 1 AS n').first('n'));")
            #expect(try await next.ask().text == "1")
        }
    }

    @Test("D1: a value, a statement, the time, the file")
    func database() async throws {
        try await LocalFixture.with(settings: ["DATABASE": "1", "D1_TIME": "3"]) { fixture in
            try await query(fixture, "CREATE TABLE t (x)")
            try await refused("d1.value", "2000000", fixture) {
                try await query(fixture, "SELECT length(zeroblob(3000000))")
            }
            try await refused("d1.time", "MILLRACE_LOCAL_D1_TIME", fixture) {
                try await query(
                    fixture, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
            }
            try await refused("d1.size", "MILLRACE_LOCAL_DATABASE", fixture) {
                for _ in 0..<4 { try await query(fixture, "INSERT INTO t VALUES (randomblob(500000))") }
            }
            // What was there can be read, and made room of.
            try await query(fixture, "DELETE FROM t")
            try await query(fixture, "INSERT INTO t VALUES (1)")
        }
    }

    @Test("D1: the results of a request, of all its statements together, as much as they take in memory")
    func results() async throws {
        try await LocalFixture.with { fixture in
            let batch = { (queries: [String]) async throws in
                _ = try await ask(
                    fixture, .database, "batch",
                    ["statements": .array(queries.map { ["sql": .string($0), "parameters": []] })])
            }
            let rows = { (count: Int, value: String) in
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) SELECT \(value) FROM n"
            }
            // Each alone is small enough.
            let text = rows(20, "hex(zeroblob(500000))")
            try await query(fixture, text)
            try await refused("d1.result", "fewer rows", fixture) {
                try await batch(Array(repeating: text, count: 4))
            }
            // Small values are not small in memory.
            do {
                try await query(fixture, rows(3_000_000, "i"))
                Issue.record("The result was not refused")
            } catch let failure as PluginFailure {
                #expect(failure.message.contains("fewer rows"))
            }
            try await batch(Array(repeating: "SELECT 1", count: 1_000))
            try await refused("d1.batch", "1001 statements", fixture) {
                try await batch(Array(repeating: "SELECT 1", count: 1_001))
            }
        }
    }

    @Test("KV: a namespace's file")
    func keyValue() async throws {
        try await LocalFixture.with(settings: ["DATABASE": "1"]) { fixture in
            try await refused("kv.size", "MILLRACE_LOCAL_DATABASE", fixture) {
                for number in 0..<4 {
                    _ = try await ask(
                        fixture, .keyValue, "put", ["key": .string("k\(number)")],
                        body: [UInt8](repeating: 7, count: 500_000))
                }
            }
            _ = try await ask(fixture, .keyValue, "delete", ["key": "k0"])
        }
    }

    @Test("R2: objects and parts of uploads together")
    func bucket() async throws {
        try await LocalFixture.with(settings: ["BUCKET": "1"]) { fixture in
            let half = [UInt8](repeating: 7, count: 600_000)
            _ = try await ask(fixture, .bucket, "put", ["key": "a"], body: half)
            try await refused("r2.size", "MILLRACE_LOCAL_BUCKET", fixture) {
                _ = try await ask(fixture, .bucket, "put", ["key": "b"], body: half)
            }
            let files = fixture.folder.url.appending(path: "data/resources/c1/r2_bucket/r/objects").path
            #expect(try FileManager.default.contentsOfDirectory(atPath: files).count == 1)
        }
    }

    @Test("Queues: messages that nobody takes")
    func queue() async throws {
        try await LocalFixture.with(settings: ["QUEUE": "1"]) { fixture in
            let body = JSONValue.string(String(repeating: "x", count: 120_000))
            var accepted = 0
            try await refused("queue.size", "MILLRACE_LOCAL_QUEUE", fixture) {
                for _ in 0..<10 {
                    _ = try await ask(
                        fixture, .queue, "send", ["messages": [["contentType": "text", "body": body]]])
                    accepted += 1
                }
            }
            // 8 × 120 kB are less than 1 MiB, and 9 are more.
            #expect(accepted == 8)
        }
    }
}
