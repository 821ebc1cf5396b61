import Foundation
import TestSupport
import Testing

@testable import API

@Suite("The documentation at a server", .timeLimit(.minutes(10)))
struct DocumentationTests {
    private static let folder = PackageRoot.url.appending(path: "Core/Documentation")

    @Test("Every page of the folder is served without a key, as it is there, with what it shows")
    func pages() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".md") || $0.hasSuffix(".svg") }
        #expect(names.count > 10)
        try await Server.with { server in
            for name in names {
                let page = try await server.send("GET", "/docs/pages/\(name)", key: "")
                #expect(page.status == 200, "\(name)")
                let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
                #expect(page.text == text, "\(name)")
            }
        }
    }

    @Test("The start leads to the list of pages, and a page that is not changed is not sent again")
    func start() async throws {
        try await Server.with { server in
            // The client would follow it.
            let start = try await server.raw.exchange(
                "GET /docs/pages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(start.hasPrefix("HTTP/1.1 302 ") && start.lowercased().contains("location: /docs/pages/index.md"))
            let page = try await server.send("GET", "/docs/pages/index.md", key: "")
            let tag = try #require(page.headers["etag"])
            let again = try await server.send(
                "GET", "/docs/pages/index.md", key: "", headers: ["if-none-match": tag])
            #expect(again.status == 304 && again.text.isEmpty)
            #expect(try await server.send("GET", "/docs/pages/none.md", key: "").status == 404)
        }
    }

    @Test("Pages that are built are served as HTML under the same names")
    func built() async throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("<h1>Concepts</h1>", to: "concepts.html")
        let controller = DocumentationController(folder: folder.url)
        let server = try #require(controller.file("concepts.md"))
        #expect(server.type.hasPrefix("text/html") && server.bytes == Array("<h1>Concepts</h1>".utf8))
        #expect(try #require(controller.file("tutorial.md")).type.hasPrefix("text/markdown"))
    }

    @Test("A browser gets a page that is not built as HTML, with its text and how to build it")
    func unbuilt() async throws {
        try await Server.with { server in
            let page = try await server.send(
                "GET", "/docs/pages/tutorial.md", key: "", headers: ["accept": "text/html,*/*"])
            #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
            #expect(page.headers["vary"]?.lowercased().contains("accept") == true)
            #expect(page.text.contains("make docs") && page.text.contains("<pre># ") && !page.text.contains("<ref>"))
        }
    }

    @Test("The reference of PluginKit is served as it is built, and nothing beside it")
    func pluginReference() throws {
        let unbuilt = try PluginReferenceController(documentation: nil).file(at: "/docs/plugin-kit/documentation")
        #expect(String(decoding: unbuilt.bytes, as: UTF8.self).contains("make docs"))
        let folder = try TemporaryFolder()
        for name in ["index.html", "documentation/a(_:)/index.html", "js/index.js"] {
            _ = try folder.write(name, to: "plugin-kit/\(name)")
        }
        _ = try folder.write("secret", to: "secret.html")
        let controller = PluginReferenceController(documentation: folder.url)
        func text(_ path: String) throws -> String {
            String(decoding: try controller.file(at: "/docs/plugin-kit\(path)").bytes, as: UTF8.self)
        }
        #expect(try text("") == "index.html")
        #expect(try text("/js/index.js") == "js/index.js")
        #expect(try controller.file(at: "/docs/plugin-kit/js/index.js").type == "text/javascript")
        #expect(try text("/documentation/a(_:)/") == "documentation/a(_:)/index.html")
        #expect(try text("/documentation/a(_%3A)") == "documentation/a(_:)/index.html")
        for path in ["/none", "/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/js"] {
            #expect(throws: (any Error).self, "\(path)") { try controller.file(at: "/docs/plugin-kit\(path)") }
        }
    }
}
