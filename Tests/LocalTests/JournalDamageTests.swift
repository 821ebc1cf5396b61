import Foundation
import GRDB
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("A journal that the disk has changed", .timeLimit(.minutes(4)))
struct JournalDamageTests {
    private static let program = """
        const large = await step.do("large", async () => "x".repeat(10_000));
        const small = await step.do("small", async () => 7);
        await step.waitForEvent("e", { type: "go" });
        return await step.do("last", async () => large.length + small);
        """

    /// Runs that wait, whose journal is then changed while nothing runs.
    private func changed(
        _ sql: String, _ body: (LocalFixture, Deployed) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let first = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            for id in ["damaged", "whole"] {
                try await deployed.trigger(id)
                _ = try await deployed.until(id) { $0.status == .waiting }
                try await deployed.send("other", to: id, "kept")
            }
            return deployed
        }
        let journal = try DatabaseQueue(path: folder.url.appending(path: "data/journal.sqlite").path)
        try await journal.write { try $0.execute(sql: sql) }
        try journal.close()
        try await LocalFixture.with(folder: folder) { fixture in
            try await body(fixture, first.at(fixture.runtime))
        }
    }

    private static let ofDamaged = "instance = (SELECT number FROM instance WHERE name = 'damaged')"

    @Test(
        "A run whose rows were changed fails by name, the others go on, and operators are told",
        arguments: [
            "UPDATE step SET result = '8' WHERE name = 'small' AND \(ofDamaged)",
            "UPDATE step SET result = replace(result, 'x', 'y') WHERE name = 'large' AND \(ofDamaged)",
            "UPDATE step SET state = 'failed' WHERE name = 'small' AND \(ofDamaged)",
            "UPDATE instance SET params = '{\"other\":1}' WHERE name = 'damaged'",
            "UPDATE instance SET deployment = 'another' WHERE name = 'damaged'",
            "UPDATE instance SET status = 'complete' WHERE name = 'damaged'",
            "UPDATE instance SET crashes = 2 WHERE name = 'damaged'",
            "UPDATE instance SET parent = 1 WHERE name = 'damaged'",
            "UPDATE event SET payload = '\"changed\"' WHERE instance = 'damaged'",
        ])
    func changedRow(sql: String) async throws {
        try await changed(sql) { fixture, deployed in
            try? await deployed.send("go", to: "damaged")
            try await deployed.send("go", to: "whole")
            let whole = try await deployed.until("whole") { $0.status.isTerminal }
            #expect(whole.status == .complete && whole.output == 10_007)
            let damaged = try await deployed.until("damaged") { $0.status.isTerminal }
            #expect(damaged.status == .errored && damaged.error?.name == "JournalDamaged")
            #expect(damaged.error?.message.contains("disk") == true)
            try await eventually("the problem is reported") {
                fixture.recorder.problems.contains {
                    $0.code == "local.journal.checksum" && $0.message.contains("damaged")
                }
            }
        }
    }

    @Test("Rows of an earlier release, without checksums, are believed")
    func withoutChecksum() async throws {
        try await changed(
            """
            UPDATE step SET checksum = NULL; UPDATE instance SET checksum = NULL, stateChecksum = NULL;
            UPDATE event SET checksum = NULL; UPDATE log SET checksum = NULL
            """
        ) { fixture, deployed in
            try await deployed.send("go", to: "damaged")
            #expect(try await deployed.until("damaged") { $0.status.isTerminal }.status == .complete)
            #expect(fixture.recorder.problems.isEmpty)
        }
    }

    @Test("A status that was changed is noticed where the run is read, and a run that has ended keeps what it is")
    func readStatus() async throws {
        try await changed("UPDATE instance SET status = 'terminated' WHERE name = 'damaged'") { fixture, deployed in
            let state = try await deployed.state("damaged")
            #expect(state.status == .errored && state.error?.name == "JournalDamaged")
            #expect(fixture.recorder.problems.map(\.code) == ["local.journal.checksum"])
        }
    }

    @Test("An entry of a log that was changed says so instead of what it has become")
    func log() async throws {
        let folder = try TemporaryFolder()
        let first = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(run: "console.log('one'); console.log('two'); return 1;")
            _ = try await deployed.result()
            #expect(try await deployed.logs("r1").map(\.text) == ["one", "two"])
            return deployed
        }
        let journal = try DatabaseQueue(path: folder.url.appending(path: "data/journal.sqlite").path)
        try await journal.write { try $0.execute(sql: "UPDATE log SET text = 'three' WHERE text = 'two'") }
        try journal.close()
        try await LocalFixture.with(folder: folder) { fixture in
            let texts = try await first.at(fixture.runtime).logs("r1").map(\.text)
            #expect(texts.first == "one" && texts.last?.contains("checksum") == true, "\(texts)")
        }
    }

    @Test("A message that was changed is not delivered, and operators are told; others are")
    func message() async throws {
        let folder = try TemporaryFolder()
        let resource = LocalResource(.queue, "orders", account: "c1")
        let send = { (fixture: LocalFixture, body: String, delay: Int) async throws in
            _ = try await fixture.runtime.ask(
                resource, "send",
                ["messages": [["contentType": "text", "body": .string(body), "delaySeconds": .int(delay)]]])
        }
        try await LocalFixture.with(folder: folder) { fixture in
            try await fixture.deploy(
                """
                export default { fetch() {}, async queue(batch: any) { for (const m of batch.messages) console.log(`got ${m.body}`); } };
                """,
                bindings: [
                    Binding(
                        type: "queue_consumer", name: "orders", settings: ["queue": "orders", "maxBatchTimeout": 0])
                ], kind: .script)
            for body in ["damaged", "whole"] { try await send(fixture, body, 3_600) }
        }
        let journal = try DatabaseQueue(path: folder.url.appending(path: "data/journal.sqlite").path)
        try await journal.write {
            try $0.execute(
                sql: "UPDATE message SET visibleAt = 0; UPDATE message SET body = 'changed' WHERE body = 'damaged'")
        }
        try journal.close()
        try await LocalFixture.with(folder: folder) { fixture in
            try await eventually("the whole one is delivered") { fixture.recorder.count("got whole") == 1 }
            #expect(fixture.recorder.problems.map(\.code) == ["local.journal.checksum"])
            try await send(fixture, "later", 0)
            try await eventually("later ones, too") { fixture.recorder.count("got later") == 1 }
            #expect(fixture.recorder.printed("got changed").isEmpty)
        }
    }

    @Test("When a run goes on next is no part of it: a clock that is set changes no checksum")
    func times() async throws {
        try await changed("UPDATE instance SET wakeAt = wakeAt + 1000; UPDATE step SET wakeAt = wakeAt + 1000") {
            _, deployed in
            try await deployed.send("go", to: "damaged")
            #expect(try await deployed.until("damaged") { $0.status.isTerminal }.status == .complete)
        }
    }

    @Test("A file that fails SQLite's check is reported")
    func file() async throws {
        let folder = try TemporaryFolder()
        try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(run: "return 1;")
            for number in 0..<30 { try await deployed.trigger("r\(number)") }
            for number in 0..<30 { _ = try await deployed.until("r\(number)") { $0.status.isTerminal } }
        }
        let file = folder.url.appending(path: "data/journal.sqlite")
        let journal = try DatabaseQueue(path: file.path)
        let page = try await journal.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            return try Int.fetchOne(
                database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'instanceByDeployment'")
        }
        try journal.close()
        let handle = try FileHandle(forUpdating: file)
        try handle.seek(toOffset: UInt64((try #require(page) - 1) * 4096))
        try handle.write(contentsOf: Data(repeating: 0, count: 4096))
        try handle.close()
        try await LocalFixture.with(folder: folder) { fixture in
            try await eventually("the problem is reported") {
                fixture.recorder.problems.contains { $0.code == "local.journal.damaged" }
            }
        }
    }
}
