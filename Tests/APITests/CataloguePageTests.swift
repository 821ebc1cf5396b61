import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("Pages of catalogues", .timeLimit(.minutes(10)))
struct CataloguePageTests {
    @Test("Whoever asks for pages gets all of a catalogue in them, once and in its order; others get it whole")
    func pages() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"], "letter": ["1.0.0"]])
        try await Server.with(registry) { server in
            for node in ["postcard", "letter"] {
                let answer = try await server.send("POST", "/api/marketplace/install", ["nodeId": .string(node)])
                #expect(answer.status == 201)
            }
            let catalogues = server.operations.filter { operation in
                operation.query.contains { $0.name == "cursor" }
                    && ["nodes", "nodes/templates", "marketplace", "marketplace/installed", "plugins", "providers"]
                        .contains(String(operation.path.dropFirst("/api/".count)))
            }
            #expect(catalogues.count == 6)
            for catalogue in catalogues.map(\.path) {
                let whole = try await server.send("GET", catalogue).json
                let all = whole["data"]?.array ?? []
                #expect(all.count > 1 && whole["nextCursor"] == .null, "\(catalogue)")
                var paged: [JSONValue] = []
                var cursor = ""
                repeat {
                    let page = try await server.send("GET", "\(catalogue)?limit=1\(cursor)").json
                    #expect(page["data"]?.array?.count == 1, "\(catalogue)")
                    paged += page["data"]?.array ?? []
                    cursor = page["nextCursor"]?.string.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty && paged.count <= all.count
                #expect(paged == all, "\(catalogue)")
            }
        }
    }

    @Test("A list that grows goes on by places, however many there are")
    func growing() {
        let all = Array(0..<25).map { "line \($0 % 3)" }
        var paged: [String] = []
        var cursor: Cursor?
        repeat {
            let page = Page(ofGrowing: all + (paged.isEmpty ? [] : ["later"]), PageRequest(limit: 7, after: cursor))
            paged += page.elements
            cursor = page.next
        } while cursor != nil
        #expect(paged == all + ["later"])
        #expect(Page(ofGrowing: all, nil).elements == all)
    }

    @Test("A page goes on where the one before ended, though its last element has gone")
    func gone() {
        let all = ["step", "branch", "airtable", "slack", "stripe"]
        let first = Page(of: all, PageRequest(limit: 4)) { $0 }
        #expect(first.elements == ["step", "branch", "airtable", "slack"] && first.next?.id == "slack")
        let rest = Page(of: all.filter { $0 != "slack" }, PageRequest(limit: 4, after: first.next)) { $0 }
        #expect(rest.elements == ["stripe"] && rest.next == nil)
    }
}
