import JSON
import Testing

@testable import API

@Suite("Requests under an Idempotency-Key")
struct IdempotencyTests {
    @Test("The same request is carried out once and answered alike; another one under its key is refused")
    func once() async throws {
        try await Server.with { server in
            func post(_ name: String, _ key: String) async throws -> Server.Answer {
                try await server.send(
                    "POST", "/api/workflows", #"{"name":"\#(name)"}"#, headers: ["idempotency-key": key])
            }
            let first = try await post("W", "one")
            let again = try await post("W", "one")
            #expect(first.status == 201 && again.status == 201)
            #expect(first.text == again.text)
            #expect(first.headers["idempotency-replayed"] == nil && again.headers["idempotency-replayed"] == "true")
            let other = try await post("X", "one")
            #expect(other.status == 422 && other.json["code"] == "idempotency.otherRequest")
            #expect(try await post("W", "two").json["id"] != first.json["id"])
            #expect(try await post("W", String(repeating: "k", count: 256)).status == 400)
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 2)
            // Nobody else's: the same key of another caller is another one.
            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(stranger, name: "S", scopes: [.read, .write])
            let theirs = try await server.send(
                "POST", "/api/workflows", #"{"name":"W"}"#, key: key.text, headers: ["idempotency-key": "one"])
            #expect(theirs.status == 201 && theirs.json["id"] != first.json["id"])
        }
    }

    @Test("However many send it at once, it is done once")
    func concurrency() async throws {
        try await Server.with { server in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await server.send(
                            "POST", "/api/workflows", #"{"name":"W"}"#, headers: ["idempotency-key": "k"]
                        ).status
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses.isSubset(of: [201, 409]) && statuses.contains(201))
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 1)
        }
    }

    @Test("What was refused may be sent again, right this time; what is kept is sealed")
    func refused() async throws {
        try await Server.with { server in
            let bad = try await server.send(
                "POST", "/api/workflows", #"{"name":""}"#, headers: ["idempotency-key": "k"])
            #expect(bad.status == 400)
            let good = try await server.send(
                "POST", "/api/workflows", #"{"name":"Sesame"}"#, headers: ["idempotency-key": "k"])
            #expect(good.status == 201)
            let kept: [String] = try await server.installation.storage.read { database in
                try database.query("SELECT answer FROM idempotency").map { try $0["answer"] }
            }
            #expect(kept.count == 1 && !kept.contains { $0.contains("Sesame") })
        }
    }
}
