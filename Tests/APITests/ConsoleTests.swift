import AsyncHTTPClient
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import API

@Suite("The web console at a server", .timeLimit(.minutes(10)))
struct ConsoleTests {
    private struct Answer {
        let status: Int
        let headers: [String: String]
        let text: String
    }

    /// A request as a browser sends it; the document of the API does not list pages.
    private static func get(
        _ path: String, of server: Server, method: String = "GET",
        headers: [String: String] = ["accept": "text/html,*/*"]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: server.base + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(100))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" },
            text: String(buffer: body))
    }

    private static func build() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("<title>The console</title>", to: "index.html")
        try folder.write("const page = 1;", to: "console/main-AB12.js")
        try folder.write("body {}", to: "console/console-CD34.css")
        try folder.write("a secret", to: "master.key")
        return folder
    }

    @Test(
        "Browsers get the page at the root and at every path of the console",
        arguments: ["/", "/sign-in", "/o/acme/orders/workflows", "/o/acme/orders/workflows/1/runs/2"])
    func page(path: String) async throws {
        let folder = try Self.build()
        defer { withExtendedLifetime(folder) {} }
        try await Server.with(console: folder.url) { server in
            let page = try await Self.get(path, of: server)
            #expect(page.status == 200 && page.text == "<title>The console</title>")
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["cache-control"]?.contains("no-cache") == true)
            #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'self'") == true)
            #expect(page.headers["vary"]?.contains("accept") == true)
            let tag = try #require(page.headers["etag"])
            let again = try await Self.get(path, of: server, headers: ["accept": "text/html", "if-none-match": tag])
            #expect(again.status == 304 && again.text.isEmpty)
            let head = try await Self.get(path, of: server, method: "HEAD")
            #expect(head.status == 200 && head.text.isEmpty)
        }
    }

    @Test("A page that was built anew is the one that browsers get")
    func rebuilt() async throws {
        let folder = try Self.build()
        defer { withExtendedLifetime(folder) {} }
        try await Server.with(console: folder.url) { server in
            let old = try await Self.get("/", of: server)
            try folder.write("<title>The new console</title>", to: "index.html")
            let known = ["accept": "text/html", "if-none-match": old.headers["etag"] ?? ""]
            let new = try await Self.get("/", of: server, headers: known)
            #expect(new.status == 200 && new.text == "<title>The new console</title>")
            #expect(new.headers["etag"] != old.headers["etag"])
            try FileManager.default.removeItem(at: folder.url.appending(path: "index.html"))
            #expect(try await Self.get("/", of: server).text.contains("is not built"))
        }
    }

    @Test("Clients that accept JSON get the API's error, and unknown paths of the API and of the docs stay errors")
    func others() async throws {
        let folder = try Self.build()
        defer { withExtendedLifetime(folder) {} }
        try await Server.with(console: folder.url) { server in
            for accept in ["application/json", "*/*"] {
                let answer = try await Self.get("/", of: server, headers: ["accept": accept])
                #expect(answer.status == 404 && answer.text.contains("route.notFound"), "\(accept)")
            }
            for path in ["/api/none", "/docs/none", "/console/none.js", "/metrics/none"] {
                #expect(try await Self.get(path, of: server).status == 404, "\(path)")
            }
            #expect(try await Self.get("/", of: server, method: "POST").status == 404)
        }
    }

    @Test("Assets have names of their content, and are kept for good")
    func assets() async throws {
        let folder = try Self.build()
        defer { withExtendedLifetime(folder) {} }
        try await Server.with(console: folder.url) { server in
            let script = try await Self.get("/console/main-AB12.js", of: server, headers: [:])
            #expect(script.status == 200 && script.text == "const page = 1;")
            #expect(script.headers["content-type"] == "text/javascript; charset=utf-8")
            #expect(script.headers["cache-control"] == "public, max-age=31536000, immutable")
            let style = try await Self.get("/console/console-CD34.css", of: server, headers: [:])
            #expect(style.headers["content-type"] == "text/css; charset=utf-8")
        }
    }

    @Test(
        "Nothing but files of the build is served",
        arguments: ["..%2fmaster.key", "..%2findex.html", "%2e%2e/master.key", "master.key", ".hidden.js", "a%2fb.js"])
    func escapes(name: String) async throws {
        let folder = try Self.build()
        defer { withExtendedLifetime(folder) {} }
        try folder.write("hidden", to: "console/.hidden.js")
        try await Server.with(console: folder.url) { server in
            let answer = try await Self.get("/console/\(name)", of: server)
            #expect(answer.status == 404 || answer.status == 400, "\(answer.text)")
        }
    }

    @Test("Without a build, the page tells how to make one")
    func unbuilt() async throws {
        try await Server.with { server in
            let page = try await Self.get("/", of: server)
            #expect(page.status == 200 && page.text.contains("make console") && page.text.contains("MILLRACE_CONSOLE"))
            #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        }
    }
}
