import JSON
import PlatformFixtures
import Testing

@testable import API

@Suite("Large texts of lists", .timeLimit(.minutes(10)))
struct ListTextTests {
    /// Members that may have thousands of characters.
    private static let large: Set = [
        "ir", "generatedCode", "code", "document", "triggerCode", "params", "input", "output", "readme", "changelog",
    ]
    /// With a bound of their own: 16 KiB a step, and 1 MiB a page.
    private static let bounded: Set = ["/api/workflows/{workflowId}/runs/{runId}/steps output"]

    @Test("No list describes a member for one")
    func described() async throws {
        try await Server.with { server in
            let document = try await server.send("GET", "/api/openapi.json").json
            func schema(_ json: JSONValue?) -> JSONValue? {
                guard let name = json?["$ref"]?.string?.split(separator: "/").last else { return json }
                return document["components"]?["schemas"]?[String(name)]
            }
            var lists = 0
            for (path, item) in document["paths"]?.object ?? [:] {
                let content = item["get"]?["responses"]?["200"]?["content"]?["application/json"]
                let page = schema(content?["schema"])
                guard page?["properties"]?["nextCursor"] != nil else { continue }
                let members = schema(page?["properties"]?["data"]?["items"])?["properties"]?.object ?? [:]
                lists += members.isEmpty ? 0 : 1
                for (name, _) in members where Self.large.contains(name) {
                    #expect(Self.bounded.contains("\(path) \(name)"), "\(path): \(name)")
                }
            }
            #expect(lists > 20)
        }
    }

    @Test("A list of workflows has no trigger code; the workflow has")
    func triggerCode() async throws {
        try await Server.with { server in
            let made = try await server.send("POST", "/api/workflows", ["name": "Large"]).json["id"]?.string ?? ""
            // A text that packs badly: a client stops at what looks like a bomb.
            let code = "return new Response('\((0..<8_000).map { String($0 * 7_919 % 9_973) }.joined())');"
            let change = try await server.send(
                "PATCH", "/api/workflows/\(made)", ["triggerCode": .string(code)])
            #expect(change.status == 200 && change.json["triggerCode"]?.string == code)
            let list = try await server.send("GET", "/api/workflows")
            #expect(list.json["data"]?.array?.map { $0["id"]?.string } == [made])
            #expect(list.text.utf8.count < 4_000)
            for path in ["/api/workflows/\(made)", "/api/workflows/\(made)/full"] {
                #expect(try await server.send("GET", path).json["triggerCode"]?.string == code)
            }
        }
    }
}
