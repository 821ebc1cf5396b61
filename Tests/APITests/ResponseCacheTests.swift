import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import PlatformFixtures
import Storage
import Synchronization
import Testing

@testable import API
@testable import Platform

@Suite("Responses cached until something is written", .timeLimit(.minutes(10)))
struct ResponseCacheTests {
    @Test("Whoever has changed a workflow reads the change, while others read and write without a pause")
    func ownWrites() async throws {
        try await Server.with { server in
            let paths = try await (0..<4).asyncMap { try await server.workflow(named: "\($0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for path in paths {
                    group.addTask {
                        for round in 0..<25 {
                            let name = JSONValue.string("\(path.suffix(4)) \(round)")
                            _ = try await server.send("PATCH", path, ["name": name])
                            for _ in 0..<3 { #expect(try await server.send("GET", path).json["name"] == name) }
                            let list = try await server.send("GET", "/api/workflows").json["data"]?.array ?? []
                            #expect(list.contains { $0["name"] == name })
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Without a write a response is cached for its minute: what it tells of a schedule is of that minute")
    func minutes() async throws {
        try await Server.with { server in
            // Another database than the embedded one has no revision, and nothing is cached.
            guard server.installation.storage.revision != nil else { return }
            let time = Mutex(Timestamp(milliseconds: 59_000))
            let cache = ResponseCache(server.installation.storage) { time.withLock { $0 } }
            let request = Request(
                head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/api/workflows"),
                body: RequestBody(buffer: ByteBuffer()))
            let made = Mutex(0)
            func read(after seconds: Int64) async throws -> Int {
                time.withLock { $0 = $0.adding(milliseconds: seconds * 1000) }
                _ = try await cache.response(to: request, of: server.owner) {
                    made.withLock { $0 += 1 }
                    return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "{}")))
                }
                return made.withLock { $0 }
            }
            let counts = [
                try await read(after: 0), try await read(after: 0), try await read(after: 1), try await read(after: 58),
            ]
            #expect(counts == [1, 1, 2, 2])
        }
    }

    @Test("A key of another project does not get what was kept for this one")
    func projects() async throws {
        try await Server.with { server in
            let path = try await server.workflow(named: "Mine")
            for _ in 0..<2 { #expect(try await server.send("GET", path).status == 200) }
            let project = try await server.send("POST", "/api/projects", ["name": "Other", "slug": "other"])
            let other = Caller(
                organization: server.owner.organization, project: ProjectID(project.json["id"]?.string ?? ""),
                user: server.owner.user, scopes: [.read])
            let key = try await server.installation.platform.keys.create(other, name: "Other", scopes: [.read]).text
            for _ in 0..<2 {
                #expect(try await server.send("GET", path, key: key).status == 404)
                #expect(try await server.send("GET", "/api/workflows", key: key).json["data"] == [])
                #expect(try await server.send("GET", path).status == 200)
            }
        }
    }
}

extension Server {
    fileprivate func workflow(named name: String) async throws -> String {
        let made = try await send("POST", "/api/workflows", ["name": .string(name)])
        return "/api/workflows/\(made.json["id"]?.string ?? "")"
    }
}

extension Sequence {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
