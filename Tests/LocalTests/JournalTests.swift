import Foundation
import GRDB
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Journal", .timeLimit(.minutes(10)))
struct JournalTests {
    @Test("What is committed survives a power cut: the log is synchronized with every commit")
    func synchronous() throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        let full = 2
        #expect(try journal.database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == full)
        #expect(try journal.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try journal.close()
    }

    @Test(
        "Connections take turns among the instances that are due, whatever one of them has waiting", arguments: [3, 50])
    func fairness(limit: Int) async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        try await journal.database.write { database in
            for (id, account) in [("d1", "a"), ("d2", "a"), ("d3", "b"), ("d4", "c")] {
                try database.execute(
                    sql: "INSERT INTO deployment (id, service, details, createdAt) VALUES (?, ?, ?, 0)",
                    arguments: [id, "s-\(id)", "{\"account\":\"\(account)\"}"])
            }
        }
        func instance(_ name: String, _ deployment: String, at time: Timestamp?) -> JournalEntry {
            .created(
                InstanceRecord(
                    id: InstanceID(service: "s-\(deployment)", name: name), deploymentId: deployment, params: "{}",
                    createdAt: 0, status: .waiting, wakeAt: time))
        }
        // "a" has been waiting longest, with many; "gone" has no deployment any more; two are not due.
        try journal.write(
            (0..<20).map { instance("a\($0)", $0.isMultiple(of: 2) ? "d1" : "d2", at: Timestamp(number: 10 + $0)) }
                + [instance("b0", "d3", at: 50), instance("b1", "d3", at: 60), instance("gone", "d9", at: 55)]
                + [instance("later", "d4", at: 101), instance("never", "d4", at: nil)])
        let due = try await journal.due(now: 100, limit: limit).map(\.id.name)
        let order = ["a0", "b0", "gone", "a1", "b1"] + (2..<20).map { "a\($0)" }
        #expect(due == Array(order.prefix(limit)))
    }

    @Test("Of entries one of which cannot be written none is kept")
    func atomic() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        try await journal.refuse(instance: "second")
        let entries = ["first", "second"].map { name in
            JournalEntry.created(
                InstanceRecord(
                    id: InstanceID(service: "w", name: name), deploymentId: "d", params: "{}", createdAt: 1,
                    status: .queued, wakeAt: 1))
        }
        #expect(throws: (any Error).self) { try journal.write(entries) }
        #expect(try await journal.instance(InstanceID(service: "w", name: "first")) == nil)
        try journal.write([entries[0]])
        #expect(try await journal.instance(InstanceID(service: "w", name: "first")) != nil)
        try journal.close()
    }

    @Test("An instance that begins again at a step keeps those before it only")
    func rewound() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        let id = InstanceID(service: "w", name: "first")
        let record = InstanceRecord(
            id: id, deploymentId: "d", params: "{}", createdAt: 1, status: .queued, wakeAt: 1)
        try journal.write([.created(record)])
        let instance = try #require(try await journal.instance(id)).number
        let steps = (1...3).map { number in
            StepRecord(
                key: "\(number)", name: "\(number)", kind: .do, startedAt: 1, state: .succeeded("1"), number: number,
                attempts: 1, endedAt: 2)
        }
        try journal.write(steps.map { .step(instance, $0) })
        #expect(try await journal.steps(of: id).map(\.name) == ["1", "2", "3"])
        try journal.write([.rewound(instance, to: 2)])
        #expect(try await journal.steps(of: id).map(\.name) == ["1"])
    }

    @Test("A queue forgets messages that are older than it keeps them, when the next ones come")
    func forgottenMessages() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        let (queue, other) = (QueueID(account: "c1", name: "q"), QueueID(account: "c1", name: "other"))
        let sent: Timestamp = 1
        func send(_ id: String, to queue: QueueID, at time: Timestamp) async throws {
            let message = NewMessage(id: id, contentType: "text", body: "x", visibleAt: time)
            try await journal.send([message], to: queue, now: time)
        }
        try await send("old", to: queue, at: sent)
        try await send("other", to: other, at: sent)
        try await send("next", to: queue, at: sent + QueueLimits.retention)
        #expect(try await journal.messages(of: queue, limit: 10).map(\.id) == ["old", "next"])
        try await send("last", to: queue, at: sent + QueueLimits.retention + Duration.milliseconds(1))
        #expect(try await journal.messages(of: queue, limit: 10).map(\.id) == ["next", "last"])
        #expect(try await journal.messages(of: other, limit: 10).map(\.id) == ["other"])
    }

    @Test("A run that the journal cannot keep is not acknowledged, and those before go on")
    func acknowledged() async throws {
        try await LocalFixture.with { fixture in
            let program = "await step.waitForEvent(\"e\", { type: \"go\" }); return 1;"
            let deployed = try await fixture.deploy(run: program)
            try await deployed.trigger("first")
            _ = try await deployed.until("first") { $0.status == .waiting }
            try await fixture.runtime.journal.refuse(instance: "second")
            await #expect(throws: (any Error).self) { try await deployed.trigger("second") }
            try await deployed.send("go", to: "first")
            #expect(try await deployed.finished("first").output == 1)
        }
    }
}

extension Journal {
    /// Has SQLite refuse an instance of that name.
    fileprivate func refuse(instance name: String) async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER refusal BEFORE INSERT ON instance WHEN NEW.name = '\(name)'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
    }

    /// How SQLite carries a query out.
    func plan(of query: String) async throws -> [String] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + query).map { $0["detail"] }
        }
    }
}
