import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Steps and logs of a run", .timeLimit(.minutes(10)))
struct RunStepTests {
    /// A document whose second node reads the first one and the input, in a loop's round or not.
    private static let document: JSONValue = {
        var document = Installation.document(code: "return event.payload;").object ?? [:]
        func node(_ id: String, _ code: String) -> JSONValue {
            [
                "id": .string(id), "type": "step", "name": .string(id), "version": "1.0.0", "provider": "here",
                "position": ["x": 0, "y": 0], "data": ["code": .string(code)],
            ]
        }
        document["nodes"] = [
            node("first", "return event.payload;"), node("other", "return 1;"), node("last", "return first.total;"),
        ]
        document["edges"] = [
            ["id": "e1", "source": "first", "target": "other"], ["id": "e2", "source": "other", "target": "last"],
        ]
        return .object(document)
    }()

    private static func step(_ number: Int, _ node: String, rounds: [Int] = [], output: JSONValue? = 1) -> RunStep {
        RunStep(
            name: "\(node) \(number)", kind: .do, status: .succeeded, attempts: 2, startedAt: 1_000, endedAt: 3_000,
            number: number, nodeId: node, rounds: rounds, output: output, outputSize: output?.bytes.count,
            history: [
                RunAttempt(
                    number: 1, startedAt: 1_000, endedAt: 1_500, error: RunFailure(name: "TypeError", message: "no")),
                RunAttempt(number: 2, startedAt: 2_000, endedAt: 3_000),
            ])
    }

    private func startRun(_ server: Server) async throws -> String {
        let created = try await server.send("POST", "/api/workflows", ["name": "Test"])
        let path = "/api/workflows/\(created.json["id"]?.string ?? "")"
        #expect(try await server.send("POST", "\(path)/versions", ["ir": Self.document]).status == 201)
        let body: JSONValue = ["connectionId": try await server.connection(), "params": ["id": "A-1"]]
        #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
        return "\(path)/runs/\(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")"
    }

    @Test("Steps have what the provider reports of them, in pages")
    func pages() async throws {
        try await Server.with { server in
            let run = try await startRun(server)
            let steps = (1...5).map { Self.step($0, "first", rounds: [$0 - 1]) }
            server.installation.provider.behave { $0.steps = steps }
            let all = try await server.send("GET", "\(run)/steps").json["data"]?.array ?? []
            #expect(
                all.first == [
                    "name": "first 1", "kind": "do", "status": "succeeded", "attempts": 2,
                    "startedAt": "1970-01-01T00:00:01.000Z", "endedAt": "1970-01-01T00:00:03.000Z", "error": .null,
                    "number": 1, "nodeId": "first", "rounds": [0], "output": 1, "outputSize": 1,
                    "history": [
                        [
                            "number": 1, "startedAt": "1970-01-01T00:00:01.000Z", "endedAt": "1970-01-01T00:00:01.500Z",
                            "error": ["name": "TypeError", "message": "no"],
                        ],
                        [
                            "number": 2, "startedAt": "1970-01-01T00:00:02.000Z", "endedAt": "1970-01-01T00:00:03.000Z",
                            "error": .null,
                        ],
                    ],
                ])
            var (found, cursor): ([JSONValue], String?) = ([], "")
            while let place = cursor {
                let page = try await server.send(
                    "GET", "\(run)/steps?limit=2" + (place.isEmpty ? "" : "&cursor=\(place)")
                ).json
                found += page["data"]?.array ?? []
                cursor = page["nextCursor"]?.string
            }
            #expect(found == all && all.count == 5)
            // Only what the page needs is asked for.
            let asked = server.installation.provider.calls.last { $0.method == "provider.steps" }?.request["steps"]
            #expect(asked?["after"] == 4 && asked?["limit"] == 3)
        }
    }

    @Test("Sizes and times that cannot be, from a provider of anybody, are neither believed nor the end of the server")
    func untrue() async throws {
        try await Server.with { server in
            let run = try await startRun(server)
            let large = JSONValue.string(String(repeating: "x", count: RunSteps.longestValue + 1))
            let steps = [Int.min, -1, 1, .max].enumerated().map { index, number in
                RunStep(
                    name: "S", kind: .do, status: .succeeded, attempts: 1, startedAt: number, endedAt: number,
                    number: index + 1, output: index == 2 ? large : 1, outputSize: number)
            }
            server.installation.provider.behave {
                $0.steps = steps
                $0.logs = [RunLogLine(loggedAt: .min, level: .info, text: "A")]
            }
            let shown = try await server.send("GET", "\(run)/steps").json["data"]?.array ?? []
            #expect(shown.map { $0["output"] ?? .null } == [1, 1, .null, .null])
            #expect(shown.map { $0["startedAt"]?.string?.prefix(4) } == ["0000", "1969", "1970", "9999"])
            #expect(shown[2]["outputSize"]?.int == large.bytes.count)
            let line = try await server.send("GET", "\(run)/logs?loggedBefore=2026-01-01T00:00:00Z").json["data"]
            #expect(line?.array?.first?["loggedAt"]?.string?.hasPrefix("0000-01-01") == true)
        }
    }

    @Test("A step has what its node refers to: what the nodes returned, in a round that it is in, and the input")
    func input() async throws {
        try await Server.with { server in
            let run = try await startRun(server)
            let steps = [
                Self.step(1, "first", output: ["total": 130]), Self.step(2, "other", output: "not read"),
                Self.step(3, "first", rounds: [1], output: "of another round"),
                Self.step(4, "last", rounds: [0], output: 130),
            ]
            server.installation.provider.behave { $0.steps = steps }
            let last = try await server.send("GET", "\(run)/steps/4")
            #expect(last.status == 200 && last.json["output"] == 130 && last.json["name"] == "last 4")
            #expect(last.json["input"] == ["first": ["total": 130]])
            let first = try await server.send("GET", "\(run)/steps/1").json
            #expect(first["input"] == ["event": ["payload": ["id": "A-1"]]])
            for number in ["5", "0", "-1", "x"] {
                let missing = try await server.send("GET", "\(run)/steps/\(number)")
                #expect(missing.status == 404 && missing.json["code"] == "run.stepNotFound", "\(number)")
            }
        }
    }

    @Test("The provider is asked twice for a step and its input, and not again for what it refers to")
    func requests() async throws {
        try await Server.with { server in
            let run = try await startRun(server)
            let steps = [
                Self.step(1, "first", output: "total"), Self.step(2, "other", output: "not read"),
                Self.step(3, "last", output: 130),
            ]
            server.installation.provider.behave { $0.steps = steps }
            func asked() -> Int { server.installation.provider.calls.count { $0.method == "provider.steps" } }
            let before = asked()
            let last = try await server.send("GET", "\(run)/steps/3")
            #expect(last.json["input"] == ["first": "total"])
            #expect(asked() - before == 2)
        }
    }

    @Test("Log lines are found by level, time and text, in pages")
    func logs() async throws {
        try await Server.with { server in
            let run = try await startRun(server)
            server.installation.provider.behave {
                $0.logs = [
                    RunLogLine(loggedAt: 1_000, level: .info, text: "Order A-1"),
                    RunLogLine(loggedAt: 2_000, level: .warning, text: "Stock low"),
                    RunLogLine(loggedAt: 3_000, level: .error, text: "order failed"),
                ]
            }
            let found: [(String, [Int64])] = [
                ("", [1, 2, 3]), ("?level=warning", [2]), ("?level=info,error", [1, 3]),
                ("?level=info&level=warning", [1, 2]), ("?q=ORDER", [1, 3]), ("?q=none", []),
                ("?loggedAfter=1970-01-01T00:00:02Z", [2, 3]), ("?loggedBefore=1970-01-01T00:00:02Z", [1]),
                ("?limit=1&level=error", [3]),
            ]
            for (query, seconds) in found {
                let lines = try await server.send("GET", "\(run)/logs\(query)").json["data"]?.array ?? []
                #expect(
                    lines.map { $0["loggedAt"]?.string } == seconds.map { "1970-01-01T00:00:0\($0).000Z" }, "\(query)")
            }
            let page = try await server.send("GET", "\(run)/logs?limit=1&q=order").json
            let cursor = try #require(page["nextCursor"]?.string)
            let rest = try await server.send("GET", "\(run)/logs?limit=1&q=order&cursor=\(cursor)").json
            #expect(rest["data"]?.array?.first?["text"] == "order failed" && rest["nextCursor"] == .null)
            for query in ["level=loud", "loggedAfter=yesterday"] {
                #expect(try await server.send("GET", "\(run)/logs?\(query)").status == 400, "\(query)")
            }
        }
    }
}
