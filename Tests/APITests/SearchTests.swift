import JSON
import Testing

@Suite("Searching lists by a part of the name", .timeLimit(.minutes(10)))
struct SearchTests {
    @Test(
        "Letters of all languages are found in either case",
        arguments: ["%C3%9Cnder", "%C3%BCnder", "%C3%84PFEL", "%C3%A4pfel", "STRASSE", "straße"])
    func workflows(query: String) async throws {
        try await Server.with { server in
            let name = query.lowercased().hasPrefix("stra") ? "Lange Straße" : "Ünder ÄPFEL"
            _ = try await server.send("POST", "/api/workflows", ["name": .string(name)])
            let escaped = query.replacing("ß", with: "%C3%9F")
            let found = try await server.send("GET", "/api/workflows?q=\(escaped)")
            #expect(found.json["data"]?.array?.count == 1, "\(found.text)")
        }
    }
}
