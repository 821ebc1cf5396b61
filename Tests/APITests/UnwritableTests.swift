import JSON
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import API

@Suite("Requests while the database cannot be written", .timeLimit(.minutes(10)))
struct UnwritableTests {
    @Test(
        "On a full disk a write is 507 with a code and changes nothing, and reads go on",
        .enabled(if: TestStorage.chosen == .sqlite))
    func full() async throws {
        try await Server.with { server in
            let storage = server.installation.storage
            let created = try await server.send("POST", "/api/workflows", #"{"name":"Before"}"#)
            #expect(created.status == 201)
            try await storage.transaction { connection in
                let pages: Int = try connection.query("PRAGMA page_count").first?["page_count"] ?? 1
                _ = try connection.query("PRAGMA max_page_count = \(pages)")
            }
            // What can be packed well fills a list that the client refuses to unpack.
            var generator = SeededGenerator(seed: Stress.seed)
            let text = String((0..<5_000).map { _ in "abcdefghijklmnop".randomElement(using: &generator) ?? "a" })
            var answer = created
            // Until the free pages of the file are used.
            for _ in 0..<2_000 where answer.status == 201 {
                answer = try await server.send("POST", "/api/workflows", #"{"name":"Full","description":"\#(text)"}"#)
            }
            #expect(answer.status == 507 && answer.json["code"] == "storage.full", "\(answer.text)")
            #expect(try await server.send("GET", "/api/workflows").status == 200)
            _ = try await storage.transaction { try $0.query("PRAGMA max_page_count = 1000000") }
            #expect(try await server.send("POST", "/api/workflows", #"{"name":"After"}"#).status == 201)
        }
    }

    @Test(
        "What cannot be written at all is not ready, and says which check failed; reads go on",
        .enabled(if: TestStorage.chosen == .sqlite))
    func readOnly() async throws {
        try await Server.with { server in
            await server.installation.contributions.host.start()
            _ = try await server.installation.storage.transaction { try $0.query("PRAGMA query_only = ON") }
            let write = try await server.send("POST", "/api/workflows", #"{"name":"W"}"#)
            #expect(write.status == 507 && write.json["code"] == "storage.readOnly", "\(write.text)")
            #expect(try await server.send("GET", "/api/workflows").status == 200)
            let ready = try await server.send("GET", "/api/ready", key: "")
            #expect(ready.status == 503 && ready.json["details"]?.array?.map { $0["pointer"] } == ["/storage"])
        }
    }

    @Test(
        "A run is read while nothing can be written, as its provider knows it",
        .enabled(if: TestStorage.chosen == .sqlite))
    func runs() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            let run = try await server.send("POST", "\(path)/trigger", target)
            let id = try #require(run.json["id"]?.string)
            let storage = server.installation.storage
            server.installation.provider.behave {
                $0.runState = .complete
                $0.output = 7
                $0.ownInstances = ["by-webhook"]
            }
            _ = try await storage.transaction { try $0.query("PRAGMA query_only = ON") }
            for name in [id, "by-webhook"] {
                let read = try await server.send("GET", "\(path)/runs/\(name)")
                #expect(
                    read.status == 200 && read.json["status"] == "complete" && read.json["output"] == 7, "\(read.text)")
            }
            let listed = try await server.send("GET", "\(path)/runs")
            #expect(listed.json["data"]?.array?.map { $0["status"] } == ["queued"], "\(listed.text)")
        }
    }

    @Test("A locked database is 503 with Retry-After, one that cannot be written 507")
    func problems() {
        let busy = Problem(StorageError.busy("locked"))
        #expect(busy?.status == .serviceUnavailable && busy?.code == "storage.busy")
        #expect(busy?.headers[.retryAfter] != nil)
        let conflict = Problem(StorageError.conflict("serialization"))
        #expect(conflict?.status == .serviceUnavailable && conflict?.code == "storage.conflict")
        #expect(conflict?.headers[.retryAfter] == "1")
        let unavailable = Problem(StorageError.unavailable("no route"))
        #expect(unavailable?.status == .serviceUnavailable && unavailable?.code == "storage.unavailable")
        #expect(unavailable?.headers[.retryAfter] == "5")
        let readOnly = Problem(StorageError.readOnly("read-only"))
        #expect(readOnly?.status.code == 507 && readOnly?.code == "storage.readOnly")
    }
}
