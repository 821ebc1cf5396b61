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
        _ = try await second.output("other", of: deployment)
        let answered = (ContinuousClock.now - asked).seconds * 1000
        _ = try await second.output("alarm", of: deployment)
        print("\n\(count) sleeping instances")
        print("  on disk: \(text(Double(size) / 1_048_576)) megabytes")
        print("  start of the runtime: \(text(took)) ms; a run beside them: \(text(answered)) ms")
        print("  memory: \(text(before)) megabytes before, \(text(megabytes("Rss", of: getpid()))) after")
        try await second.remove()
    }

    private static func copy(_ name: String, times: Int, in journal: URL) async throws {
        let queue = try DatabaseQueue(path: journal.path)
        try await queue.write { database in
            for (table, column) in [("instance", "name"), ("step", "instance")] {
                let columns = try database.columns(in: table).map(\.name)
                let values = columns.map { $0 == column ? "\(column) || '-' || n" : "\"\($0)\"" }
                try database.execute(
                    sql: """
                        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
                        INSERT INTO \(table) (\(columns.map { "\"\($0)\"" }.joined(separator: ", ")))
                        SELECT \(values.joined(separator: ", ")) FROM number, \(table) WHERE \(column) = ?
                        """, arguments: [times, name])
            }
        }
        try queue.close()
    }
}
