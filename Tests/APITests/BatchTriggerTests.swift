import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Many triggers in one request", .timeLimit(.minutes(10)))
struct BatchTriggerTests {
    private static func with(
        _ body: @escaping @Sendable (Server, _ path: String, _ connection: JSONValue) async throws -> Void
    ) async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            try await body(server, path, connection)
        }
    }

    private static func trigger(
        _ server: Server, _ path: String, _ connection: JSONValue, _ items: [JSONValue], key: String? = nil
    ) async throws -> Server.Answer {
        let body: JSONValue = ["connectionId": connection, "items": .array(items)]
        return try await server.send(
            "POST", "\(path)/trigger-batch", body.text, headers: key.map { ["idempotency-key": $0] } ?? [:])
    }

    private static func runs(_ server: Server, _ path: String) async throws -> [JSONValue] {
        try await server.send("GET", "\(path)/runs?limit=100").json["data"]?.array ?? []
    }

    @Test("Each item starts a run with its params, in one transaction; one that is refused keeps none of the others")
    func items() async throws {
        try await Self.with { server, path, connection in
            let large = JSONValue.string(String(repeating: "x", count: Runs.paramsLimit))
            let answer = try await Self.trigger(
                server, path, connection, [["params": ["n": 0]], ["params": large], [:], ["params": ["n": 3]]])
            #expect(answer.status == 200, "\(answer.text)")
            let items = answer.json["data"]?.array ?? []
            #expect(items.map { $0["index"]?.int } == [0, 1, 2, 3])
            #expect(items.map { $0["status"] } == ["started", "failed", "started", "started"])
            #expect(items[1]["error"]?["code"] == "trigger.paramsTooLarge")
            let started = items.compactMap { $0["run"]?["id"]?.string }
            #expect(Set(started) == Set(try await Self.runs(server, path).compactMap { $0["id"]?.string }))
            let run = try await server.send("GET", "\(path)/runs/\(started[2])").json
            #expect(run["params"] == ["n": 3])
        }
    }

    @Test("An item's params may have the largest size, as those of a single trigger, and not one byte more")
    func largestParams() async throws {
        try await Self.with { server, path, connection in
            func params(_ bytes: Int) -> JSONValue {
                // The client refuses what compression has made much smaller than it is.
                let text = (0..<bytes - #"{"x":""}"#.utf8.count).map { _ in "0123456789abcdef".randomElement() ?? "0" }
                let params: JSONValue = ["x": .string(String(text))]
                #expect(params.bytes.count == bytes)
                return params
            }
            let answer = try await Self.trigger(
                server, path, connection, [["params": params(102_400)], ["params": params(102_401)]])
            let items = answer.json["data"]?.array ?? []
            #expect(items.map { $0["status"] } == ["started", "failed"], "\(answer.text.prefix(500))")
            for (bytes, status) in [(102_400, 201), (102_401, 400)] {
                let body: JSONValue = ["connectionId": connection, "params": params(bytes)]
                #expect(try await server.send("POST", "\(path)/trigger", body).status == status, "\(bytes) bytes")
            }
        }
    }

    @Test("A batch is at most so many items, and of a workflow that is deployed there")
    func refused() async throws {
        try await Self.with { server, path, connection in
            let many = [JSONValue](repeating: [:], count: Runs.batchLimit + 1)
            #expect(try await Self.trigger(server, path, connection, many).status == 400)
            #expect(try await Self.trigger(server, path, "none", [[:]]).status == 404)
            let (draft, _) = try await server.workflow()
            #expect(try await Self.trigger(server, draft, connection, [[:]]).status == 409)
            #expect(try await Self.runs(server, path).isEmpty)
            #expect(try await Self.trigger(server, path, connection, []).json["data"] == [])
            let key = try await server.key([.read, .write])
            let body: JSONValue = ["connectionId": connection, "items": [[:]]]
            #expect(try await server.send("POST", "\(path)/trigger-batch", body, key: key).status == 403)
        }
    }

    @Test("The key of an item starts one run, in whichever request under a key of its own it is sent")
    func itemKeysUnderKeys() async throws {
        try await Self.with { server, path, connection in
            let item: JSONValue = ["idempotencyKey": "a", "params": ["n": 1]]
            var runs: [JSONValue] = []
            for key in ["first", "second"] {
                let answer = try await Self.trigger(server, path, connection, [item], key: key)
                runs.append(answer.json["data"]?.array?.first?["run"]?["id"] ?? .null)
            }
            #expect(runs[0] == runs[1] && runs[0] != .null)
            #expect(try await Self.runs(server, path).count == 1)
        }
    }

    @Test("The key of an item starts one run, in whichever batch; with other params it is refused")
    func itemKeys() async throws {
        try await Self.with { server, path, connection in
            func item(_ key: String, _ value: Int) -> JSONValue {
                ["idempotencyKey": .string(key), "params": ["n": .int(value)]]
            }
            let first = try await Self.trigger(server, path, connection, [item("a", 1), item("b", 2), item("a", 1)])
            let second = try await Self.trigger(server, path, connection, [item("b", 2), item("c", 3), item("a", 9)])
            let (one, two) = (first.json["data"]?.array ?? [], second.json["data"]?.array ?? [])
            #expect(one.map { $0["status"] } == ["started", "started", "existing"])
            #expect(two.map { $0["status"] } == ["existing", "started", "failed"])
            #expect(two[2]["error"]?["code"] == "idempotency.otherRequest")
            #expect(one[0]["run"]?["id"] == one[2]["run"]?["id"] && one[1]["run"]?["id"] == two[0]["run"]?["id"])
            #expect(try await Self.runs(server, path).count == 3)
        }
    }

    @Test("A batch that is sent again under its key starts nothing twice, also when the provider failed some of it")
    func whole() async throws {
        try await Self.with { server, path, connection in
            let items = [JSONValue](repeating: [:], count: 20)
            let first = try await Self.trigger(server, path, connection, items, key: "batch-1")
            let again = try await Self.trigger(server, path, connection, items, key: "batch-1")
            #expect(first.status == 200 && again.text == first.text)
            #expect(again.headers["idempotency-replayed"] == "true")
            #expect(try await Self.trigger(server, path, connection, [[:]], key: "batch-1").status == 422)
            #expect(try await Self.runs(server, path).count == 20)
            server.installation.provider.behave {
                $0.triggerFailure = PluginFailure(code: "here.down", message: "Down.")
            }
            let failed = try await Self.trigger(server, path, connection, [[:], [:]])
            #expect(failed.json["data"]?.array?.allSatisfy { $0["error"]?["code"] == "here.down" } == true)
            // Neither was started: neither is listed.
            #expect(try await Self.runs(server, path).count == 20)
        }
    }
}
