import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("Figures of runs over time", .timeLimit(.minutes(10)))
struct StatisticsTests {
    private static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? .now }

    /// Runs of a deployed workflow: when each began on a day, how it is now, and how long it took.
    private static let runs: [(String, RunStatus, Int64?)] =
        (1...20).map { ("2026-03-29T10:15:00Z", .complete, Int64($0) * 100) } + [
            ("2026-03-29T10:59:59.999Z", .errored, 9_999_999), ("2026-03-29T11:00:00Z", .running, nil),
            ("2026-03-29T12:30:00Z", .errored, 5), ("2026-03-30T00:00:00Z", .complete, 1),
        ]

    private func insert(_ server: Server) async throws -> String {
        let (workflow, _) = try await server.installation.deployedWorkflow()
        try await server.installation.storage.transaction { database in
            let deployment = try Table(DeploymentRecord.self, in: database).active(of: workflow)[0]
            for (begin, status, length) in Self.runs {
                var run = RunRecord(of: deployment, at: Self.time(begin))
                run.status = status.rawValue
                run.finishedAt = length.map { run.createdAt.adding(milliseconds: $0) }
                try Table(in: database).insert(run)
            }
        }
        return workflow.text
    }

    @Test("Runs are counted by the hour and status, and complete ones have their median and their 95th percentile")
    func counts() async throws {
        try await Server.with { server in
            let workflow = try await insert(server)
            let day = "from=2026-03-29T10:30:00Z&to=2026-03-29T12:01:00Z"
            let found = try await server.send("GET", "/api/stats?\(day)").json
            #expect(found["from"] == "2026-03-29T10:00:00.000Z" && found["to"] == "2026-03-29T13:00:00.000Z")
            #expect(
                found["hours"] == [
                    [
                        "start": "2026-03-29T10:00:00.000Z",
                        "counts": [["status": "complete", "count": 20], ["status": "errored", "count": 1]],
                    ],
                    ["start": "2026-03-29T11:00:00.000Z", "counts": [["status": "running", "count": 1]]],
                    ["start": "2026-03-29T12:00:00.000Z", "counts": [["status": "errored", "count": 1]]],
                ])
            #expect(
                found["totals"] == [
                    ["status": "running", "count": 1], ["status": "complete", "count": 20],
                    ["status": "errored", "count": 2],
                ])
            #expect(found["durations"] == ["p50": 1000, "p95": 1900])
            #expect(try await server.send("GET", "/api/stats?\(day)&workflowId=\(workflow)").json == found)
            let (other, _) = try await server.workflow()
            let none = try await server.send(
                "GET", "/api/stats?\(day)&workflowId=\(other.split(separator: "/").last ?? "")"
            ).json
            #expect(none["totals"] == [] && none["durations"] == ["p50": .null, "p95": .null])
            #expect(none["hours"]?.array?.count == 3)
        }
    }

    @Test("Without a period it is the last day; one that is empty, too long or no time is refused")
    func periods() async throws {
        try await Server.with { server in
            #expect(try await server.send("GET", "/api/stats").json["hours"]?.array?.count == 24)
            let month = try await server.send(
                "GET", "/api/stats?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z")
            #expect(month.json["hours"]?.array?.count == 744)
            for query in [
                "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:01Z",
                "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
                "from=yesterday",
            ] { #expect(try await server.send("GET", "/api/stats?\(query)").status == 400, "\(query)") }
            #expect(try await server.send("GET", "/api/stats?workflowId=none").status == 404)
        }
    }

    @Test(
        "A period that is not written with four digits, or that begins before any run could, is refused",
        arguments: [
            "to=9999-12-31T23:30:00Z", "to=9999-12-31T23:59:59-23:59", "from=9999-12-31T23:00:00Z",
            "to=0001-01-01T00:00:00Z",
            "from=1969-12-31T12:00:00Z&to=1970-01-01T12:00:00Z", "to=0000-01-01T00:00:00%2B23:59",
            "from=-001-01-01T00:00:00Z", "to=1970-01-01T05:00:00Z",
        ])
    func bounds(query: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/stats?\(query)")
            #expect(answer.status == 400, "\(answer.text)")
        }
    }

    @Test("The last period that can be written is answered as it was asked for")
    func last() async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/stats?from=9999-12-31T00:00:00Z&to=9999-12-31T23:00:00Z")
            #expect(answer.json["to"] == "9999-12-31T23:00:00.000Z" && answer.json["hours"]?.array?.count == 23)
        }
    }
}
