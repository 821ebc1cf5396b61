import JSON
import PlatformFixtures
import Testing

@Suite struct VersionEndpointTests {
    @Test("A document becomes a version with its code, and the same one again is no other version")
    func life() async throws {
        try await Server.with { server in
            let (path, id) = try await server.workflow()
            let again = try await server.send("POST", "\(path)/versions", ["ir": Installation.document()])
            #expect(again.status == 200)
            #expect(again.json["id"]?.string == id)
            let next = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 2;")])
            #expect(next.status == 201)
            #expect(next.json["version"] == 2)
            let version = try await server.send("GET", "\(path)/versions/\(id)")
            #expect(version.json["ir"]?.text == Installation.document().text)
            #expect(version.json["generatedCode"] == "// Test: first\n")
            let list = try await server.send("GET", "\(path)/versions").json["data"]?.array
            #expect(list?.map { $0["version"] } == [2, 1])
            #expect(list?.first?["ir"] == nil)
        }
    }

    @Test("A document with errors is refused with every one of them")
    func rejected() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let answer = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(type: "nonsense")])
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "application/problem+json")
            let details = try #require(answer.json["details"]?.array)
            #expect(
                details.contains { $0["nodeId"] == "first" && $0["pointer"]?.string?.hasPrefix("/nodes/0") == true })
            for member in ["pointer", "code", "message"] { #expect(details.allSatisfy { $0[member]?.string != nil }) }
            #expect(try await server.send("GET", "\(path)/versions").json["data"]?.array?.count == 1)
        }
    }

    @Test("Versions that are posted at the same time have numbers of their own")
    func concurrency() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 2...17 {
                    group.addTask {
                        let ir = Installation.document(code: "return \(index);")
                        return try await server.send("POST", "\(path)/versions", ["ir": ir]).json["version"]?.int
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.compactMap(\.self).sorted() == Array(2...17))
        }
    }
}
