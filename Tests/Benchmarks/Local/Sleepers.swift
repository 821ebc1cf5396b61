import Foundation
import GRDB
import PluginMessages

/// What instances cost that only sleep: a real one is put to rest and copied in the journal.
enum Sleepers {
    static func measure(_ count: Int) async throws {
        let first = try await Installation { $0.idleTime = .milliseconds(50) }
        let deployment = try await first.deploy(
            """
            await step.do("before", async () => 1);
            await step.sleep("long", event.payload.length);
            return "awake";
            """)
        for (id, length) in [("sleeper", 30 * 86_400_000), ("alarm", 12_000)] {
            try await first.trigger(id, of: deployment, params: ["length": .int(length)])
        }
        while await !first.runtime.processIds.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        await first.runtime.shutdown()
        let journal = first.folder.appending(path: "journal.sqlite")
        try await copy("sleeper", times: count, in: journal)
        let size = try journal.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0

        let before = megabytes("Rss", of: getpid())
        let start = ContinuousClock.now
        let second = try await Installation(folder: first.folder)
        let took = (ContinuousClock.now - start).seconds * 1000
        let asked = ContinuousClock.now
        try await second.trigger("other", of: deployment, params: ["length": 0])
        _ = try await second.output("other")
        let answered = (ContinuousClock.now - asked).seconds * 1000
        _ = try await second.output("alarm")
        let memory = megabytes("Rss", of: getpid())
        let takenDown = ContinuousClock.now
        try await second.runtime.takedown(deployment)
        let downAfter = (ContinuousClock.now - takenDown).seconds
        print("\n\(count) sleeping instances")
        print("  on disk: \(text(Double(size) / 1_048_576)) megabytes")
        print("  start of the runtime: \(text(took)) ms; a run beside them: \(text(answered)) ms")
        print("  memory: \(text(before)) megabytes before, \(text(memory)) after")
        print("  takedown: \(text(downAfter)) s")
        try await second.remove()
    }

    private static func copy(_ name: String, times: Int, in journal: URL) async throws {
        let queue = try DatabaseQueue(path: journal.path)
        try await queue.write { database in
            let source = try Int.fetchOne(
                database, sql: "SELECT number FROM instance WHERE name = ?", arguments: [name])
            let first = try Int.fetchOne(database, sql: "SELECT max(number) FROM instance")
            let instances = ["name": "name || '-' || n", "number": "\(first ?? 0) + n"]
            let steps = ["id": "NULL", "instance": "\(first ?? 0) + n"]
            for (table, changed, condition) in [
                ("instance", instances, "number = \(source ?? 0)"), ("step", steps, "instance = \(source ?? 0)"),
            ] {
                let columns = try database.columns(in: table).map(\.name)
                try database.execute(
                    sql: """
                        WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ?)
                        INSERT INTO \(table) (\(columns.map { "\"\($0)\"" }.joined(separator: ", ")))
                        SELECT \(columns.map { changed[$0] ?? $0 }.joined(separator: ", ")) FROM counter, \(table)
                        WHERE \(condition)
                        """, arguments: [times])
            }
        }
        try queue.close()
    }
}
