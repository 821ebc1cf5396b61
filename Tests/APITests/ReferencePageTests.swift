import Foundation
import Testing

@testable import API

@Suite("The reference page", .timeLimit(.minutes(10)))
struct ReferencePageTests {
    @Test("It is made of files of this server only, which are all there, and asks for nothing from elsewhere")
    func offline() async throws {
        try await Server.with { server in
            let page = try await server.send("GET", "/docs", key: "")
            #expect(page.status == 200 && page.headers["content-type"]?.hasPrefix("text/html") == true)
            #expect(page.headers["content-security-policy"]?.contains("default-src 'self'") == true)
            var waiting = Self.links(in: page.text)
            var texts = ["/docs": page.text]
            while let path = waiting.popLast() {
                guard texts[path] == nil, !["/api/openapi.json", "/docs/pages"].contains(path) else { continue }
                let file = try await server.send("GET", path, key: "")
                let type = path.hasSuffix(".css") ? "text/css" : "text/javascript"
                #expect(file.status == 200 && file.headers["content-type"]?.hasPrefix(type) == true, "\(path)")
                texts[path] = file.text
                waiting += Self.imports(in: file.text)
            }
            #expect(texts.count >= 9)
            for (path, text) in texts {
                #expect(text.firstMatch(of: /(https?:)?\/\/[a-z0-9-]+\.[a-z]/) == nil, "\(path)")
            }
            #expect(texts.values.contains { $0.contains(#"fetch("/api/openapi.json")"#) })
        }
    }

    /// What a page loads.
    private static func links(in page: String) -> [String] {
        page.matches(of: /(?:src|href)="(\/[^"]*)"/).map { String($0.output.1) }
    }

    private static func imports(in script: String) -> [String] {
        script.matches(of: /from "\.\/([^"]*)"/).map { "/docs/\($0.output.1)" }
    }
}
