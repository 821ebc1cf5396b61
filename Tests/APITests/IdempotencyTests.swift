import Foundation
import JSON
import PlatformFixtures
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Requests under an Idempotency-Key", .timeLimit(.minutes(10)))
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
            let elsewhere = try await server.send(
                "POST", "/api/projects", #"{"name":"W"}"#, headers: ["idempotency-key": "one"])
            #expect(elsewhere.status == 422 && elsewhere.json["code"] == "idempotency.otherRequest")
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

    @Test("After a restart what was answered is answered alike, and what was cut off is carried out")
    func restart() async throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let first = Mutex<JSONValue>(.null)
        try await Server.with(in: directory) { server in
            let answer = try await server.send(
                "POST", "/api/workflows", #"{"name":"W"}"#, headers: ["idempotency-key": "kept"])
            #expect(answer.status == 201)
            first.withLock { $0 = answer.json }
            // As a server that was killed within the request leaves it.
            let request = Array("POST /api/workflows\n{\"name\":\"X\"}".utf8)
            let begun = try await server.installation.platform.idempotency.begin(
                server.owner, key: "cut", request: request)
            if case .again = begun { Issue.record("It was there already.") }
            let meanwhile = try await server.send(
                "POST", "/api/workflows", #"{"name":"X"}"#, headers: ["idempotency-key": "cut"])
            #expect(meanwhile.status == 409 && meanwhile.json["code"] == "idempotency.inProgress")
        }
        try await Server.with(in: directory) { server in
            let again = try await server.send(
                "POST", "/api/workflows", #"{"name":"W"}"#, headers: ["idempotency-key": "kept"])
            #expect(again.status == 201 && again.json == first.withLock { $0 })
            #expect(again.headers["idempotency-replayed"] == "true")
            let other = try await server.send(
                "POST", "/api/workflows", #"{"name":"Y"}"#, headers: ["idempotency-key": "kept"])
            #expect(other.status == 422)
            let cut = try await server.send(
                "POST", "/api/workflows", #"{"name":"X"}"#, headers: ["idempotency-key": "cut"])
            #expect(cut.status == 201 && cut.headers["idempotency-replayed"] == nil)
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 2)
        }
    }

    @Test("What a server changed before it ended without a response is not done twice")
    func responseLost() async throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let body = #"{"name":"W"}"#
        try await Server.with(in: directory) { server in
            let platform = server.installation.platform
            let begun = try await platform.idempotency.begin(
                server.owner, key: "lost", request: Array("POST /api/workflows\n\(body)".utf8))
            guard case .first(let ticket) = begun else {
                Issue.record("It was there already.")
                return
            }
            // As a server that was killed after its change and before its response leaves it.
            _ = try await platform.idempotency.once(ticket) {
                try await platform.workflows.create(server.owner, NewWorkflow(name: "W"))
            }
        }
        try await Server.with(in: directory) { server in
            for _ in 0..<2 {
                let again = try await server.send(
                    "POST", "/api/workflows", body, headers: ["idempotency-key": "lost"])
                #expect(again.status == 409 && again.json["code"] == "idempotency.responseLost")
            }
            let other = try await server.send(
                "POST", "/api/workflows", #"{"name":"X"}"#, headers: ["idempotency-key": "lost"])
            #expect(other.status == 422)
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 1)
        }
    }

    @Test("An answer is kept for 24 hours")
    func lifetime() async throws {
        try await Server.with { server in
            func post() async throws -> Server.Answer {
                try await server.send("POST", "/api/workflows", #"{"name":"W"}"#, headers: ["idempotency-key": "k"])
            }
            func age(by milliseconds: Int) async throws {
                _ = try await server.installation.storage.transaction {
                    try $0.execute("UPDATE idempotency SET created_at = created_at - $1", [milliseconds])
                }
            }
            let first = try await post()
            try await age(by: 86_000_000)
            #expect(try await post().text == first.text)
            try await age(by: 400_001)
            #expect(try await post().json["id"] != first.json["id"])
        }
    }

    @Test("Under one key each, a crowd of clients that send everything twice makes each thing once")
    func crowd() async throws {
        try await Server.with { server in
            let ids = try await withThrowingTaskGroup(of: [String].self) { group in
                for number in 0..<20 {
                    group.addTask {
                        async let one = Self.insist(server, "\(number)")
                        async let two = Self.insist(server, "\(number)")
                        return try await [one, two]
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ids.allSatisfy { $0[0] == $0[1] && !$0[0].isEmpty } && Set(ids.map { $0[0] }).count == 20)
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 20)
        }
    }

    /// Sends a request until it is answered, as a client does that is told to send it again in a moment.
    private static func insist(_ server: Server, _ key: String) async throws -> String {
        let answer = try await eventually("the workflow \(key) to be made", satisfies: { $0.status == 201 }) {
            let answer = try await server.send(
                "POST", "/api/workflows", #"{"name":"\#(key)"}"#, headers: ["idempotency-key": key])
            #expect([201, 409].contains(answer.status), "\(answer.text)")
            return answer
        }
        return answer.json["id"]?.string ?? ""
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
