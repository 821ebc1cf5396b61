import PlatformFixtures
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("Who is told of the events of one transaction", .timeLimit(.minutes(10)))
struct WebhookAudienceTests {
    /// What several copies of a connection add to.
    private final class Queries: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    /// Remembers queries.
    private struct Counting: SQLConnection {
        let inner: any SQLConnection
        let queries: Queries

        func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
            try inner.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
            queries.add(sql)
            return try inner.query(sql, arguments)
        }
    }

    @Test("Webhooks and what waits for them are read once, however many events there are, and the limit holds")
    func once() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let webhook = try await installation.platform.webhooks.create(
                caller, WebhookChange(name: "H", url: "https://example.com", events: ["run.queued"])
            ).webhook.id
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
            try await installation.storage.transaction { database in
                let queries = Queries()
                let counting = Counting(inner: database, queries: queries)
                let record = try #require(try Table(RunRecord.self, in: database).find(run.id, of: workflow))
                var audience = WebhookAudience(mostPending: 51)
                for _ in 0..<60 { try audience.tell(of: record, in: counting) }
                #expect(queries.all.count { $0.contains("FROM webhooks ") } == 1)
                #expect(queries.all.count { $0.contains("COUNT(*)") } == 1)
                let deliveries = Table(WebhookDeliveryRecord.self, in: database)
                // One was there: of the trigger.
                #expect(try deliveries.pendingCount() == 51)
                #expect(try Table(WebhookRecord.self, in: database).find(webhook)?.dropped == 10)
            }
        }
    }
}
