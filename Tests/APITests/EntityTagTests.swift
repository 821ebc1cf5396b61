import JSON
import Testing

@testable import API

@Suite("Answers that the client has already", .timeLimit(.minutes(10)))
struct EntityTagTests {
    @Test("A read that is asked for again with its tag has no body until something changes, whatever carries it")
    func reads() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let tagged = server.operations.filter { $0.hasEntityTag && $0.parameters.allSatisfy { $0 == "workflowId" } }
            #expect(tagged.count >= 5)
            #expect(try await server.send("PUT", "\(path)/draft", ["document": [:]]).status == 200)
            for operation in tagged {
                let target = operation.path.replacing("/api/workflows/:workflowId", with: path)
                let first = try await server.send("GET", target)
                let tag = try #require(first.headers["etag"], "\(target)")
                #expect(tag.hasPrefix("W/\""))
                for told in [tag, "\"other\", \(tag)", String(tag.dropFirst(2)), "*"] {
                    let again = try await server.send("GET", target, headers: ["if-none-match": told])
                    #expect(again.status == 304 && again.text.isEmpty, "\(target) \(told)")
                    #expect(again.headers["etag"] == tag)
                }
                let packed = try await server.send(
                    "GET", target, headers: ["if-none-match": tag, "accept-encoding": "gzip"])
                #expect(packed.status == 304)
                let head = try await server.send("HEAD", target, headers: ["accept-encoding": "identity"])
                #expect(head.status == 200 && head.headers["etag"] == tag && head.text.isEmpty)
                let other = try await server.send("GET", target, headers: ["if-none-match": "\"other\""])
                #expect(other.status == 200 && other.text == first.text)
            }
            let before = try await server.send("GET", path)
            _ = try await server.send("PATCH", path, ["name": "Changed"])
            let after = try await server.send(
                "GET", path, headers: ["if-none-match": before.headers["etag"] ?? ""])
            #expect(after.status == 200 && after.json["name"] == "Changed")
            #expect(after.headers["etag"] != before.headers["etag"])
        }
    }

    @Test("What is refused has no tag")
    func refused() async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/workflows/nothing", headers: ["if-none-match": "*"])
            #expect(answer.status == 404 && answer.headers["etag"] == nil)
            #expect(answer.headers["cache-control"] == "no-store")
        }
    }
}
