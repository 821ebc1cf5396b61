import HTTPTypes
import JSON
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Requests to functions that come through proxies", .timeLimit(.minutes(3)))
struct ForwardedRequestTests {
    private static let seen = LocalFixture.function(
        """
        return Response.json({
          url: request.url,
          ...Object.fromEntries([...request.headers].filter(([name]) => /^(host|forwarded|x-|cf-|true-)/.test(name))),
        });
        """)

    private static let claims = [
        ("x-forwarded-for", "203.0.113.9, 198.51.100.7"), ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "shop.example.com"), ("x-forwarded-prefix", "/api/"),
        ("forwarded", "for=192.0.2.1"), ("cf-connecting-ip", "192.0.2.2"), ("x-real-ip", "192.0.2.3"),
        ("true-client-ip", "192.0.2.4"),
    ]

    @Test("Without a trusted proxy nobody's claims reach a Worker")
    func untrusted() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(Self.seen, kind: .script)
            let host = try #require(function.url.split(separator: "/").dropFirst().first)
            let answer = try #require(try await function.ask("GET", "/a?b=c", headers: Self.claims).json)
            #expect(answer["url"] == .string("http://\(host)/a?b=c"))
            #expect(answer["host"] == .string("\(host)"))
            for name in ["cf-connecting-ip", "x-forwarded-for", "x-real-ip"] {
                #expect(answer[name]?.string?.hasPrefix("127.0.0.") == true, "\(name): \(answer)")
            }
            #expect(answer["x-forwarded-proto"] == "http")
            for name in ["forwarded", "true-client-ip", "x-forwarded-host", "x-forwarded-prefix"] {
                #expect(answer[name] == nil, "\(name)")
            }
        }
    }

    @Test(
        "A Worker sees the address that the client used, and the client's own",
        arguments: [(1, "198.51.100.7"), (2, "203.0.113.9")])
    func trusted(proxies: Int, client: String) async throws {
        try await LocalFixture.with(settings: ["PROXIES": "\(proxies)"]) { fixture in
            let function = try await fixture.deploy(Self.seen, kind: .script)
            let answer = try #require(try await function.ask("GET", "/a?b=c", headers: Self.claims).json)
            #expect(answer["url"] == "https://shop.example.com/api/a?b=c")
            #expect(answer["host"] == "shop.example.com")
            #expect(answer["cf-connecting-ip"] == .string(client))
            #expect(answer["x-forwarded-for"] == .string(client))
            #expect(answer["x-forwarded-proto"] == "https")
            #expect(answer["forwarded"] == nil && answer["true-client-ip"] == nil)
            #expect(fixture.recorder.lines.contains { $0.contains("GET /a 200") && $0.hasSuffix(" \(client)") })
            #expect(!fixture.recorder.lines.contains { $0.contains("b=c") }, "a query is in the log")
        }
    }

    @Test(
        "What a proxy says is used where it is valid, and what the connection says otherwise",
        arguments: [
            ("x-forwarded-for", "::1, evil", "client", "192.0.2.1"),
            ("x-forwarded-for", "[2001:db8::1]:443", "client", "2001:db8::1"),
            ("x-forwarded-for", "198.51.100.7:1234", "client", "198.51.100.7"),
            ("x-forwarded-proto", "HTTPS", "scheme", "https"), ("x-forwarded-proto", "javascript", "scheme", "http"),
            ("x-forwarded-host", "a.example:8443", "authority", "a.example:8443"),
            ("x-forwarded-host", "a.example/x?", "authority", "here.example"),
            ("x-forwarded-host", "a@b", "authority", "here.example"), ("x-forwarded-prefix", "/a/b/", "prefix", "/a/b"),
            ("x-forwarded-prefix", "a", "prefix", ""), ("x-forwarded-prefix", "/a?b", "prefix", ""),
            ("x-forwarded-prefix", "//a", "prefix", ""), ("x-forwarded-prefix", "/", "prefix", ""),
        ])
    func values(field: String, value: String, part: String, expected: String) throws {
        let head = HTTPRequest(
            method: .get, scheme: nil, authority: "here.example", path: "/w/a/",
            headerFields: [try #require(HTTPField.Name(field)): value])
        let origin = try #require(RequestOrigin(head, peer: "192.0.2.1", proxies: 1, own: nil))
        let parts = [
            "client": origin.client, "scheme": origin.scheme, "authority": origin.authority, "prefix": origin.prefix,
        ]
        #expect(parts[part] == expected)
    }

    @Test(
        "A Host that is not one host with or without a port is refused",
        arguments: [
            "", "a/b", "a?b", "a b", "u@a", "u:p@a", "a:", "a:x", "a:99999", "a:+1", "[::1", "[x]", ":80", "a,b",
        ])
    func invalidHost(host: String) throws {
        func origin(_ host: String?) -> RequestOrigin? {
            RequestOrigin(
                HTTPRequest(method: .get, scheme: nil, authority: host, path: "/w/a/"), peer: "192.0.2.1", proxies: 0,
                own: "own.example:8788")
        }
        #expect(origin(host) == nil)
        for valid in ["a", "a.example:80", "127.0.0.2:8788", "[::1]:8788", "[::1]", "a_b-c.example"] {
            #expect(origin(valid)?.authority == valid)
        }
        // Only HTTP/1.0 has a request without one.
        #expect(origin(nil)?.authority == "own.example:8788")
    }

    @Test("A request of HTTP/1.0 without Host reaches a function, by the server's own address")
    func old() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(Self.seen, kind: .script)
            let host = try #require(function.url.split(separator: "/").dropFirst().first)
            let output = try await Command("curl", ["-sS", "--http1.0", "-H", "Host:", function.url]).run()
            let seen = try JSONValue(parsing: output.stdout)
            #expect(seen["url"]?.string?.hasPrefix("http://\(host)/") == true, "\(output)")
        }
    }

    @Test("A client that asks too often is told when to come back; others are not held up")
    func rate() async throws {
        try await LocalFixture.with(settings: ["REQUESTS": "3", "PROXIES": "1"]) { fixture in
            let function = try await fixture.deploy(Self.seen, kind: .script)
            func ask(_ client: String) async throws -> WebAnswer {
                try await function.ask("GET", "/", headers: [("x-forwarded-for", client)])
            }
            for _ in 0..<3 { #expect(try await ask("2001:db8::1").status == 200) }
            // Another address of the same network.
            let refused = try await ask("2001:db8::2")
            #expect(refused.status == 429 && refused.json?["code"] == "local.request.rate")
            #expect(refused.headers["retry-after"]?.first.flatMap { Int($0) }.map { (1...20).contains($0) } == true)
            #expect(try await ask("2001:db8:0:1::1").status == 200)
            #expect(fixture.recorder.lines.contains { $0.contains("GET / 429") })
        }
    }

    @Test("An allowance comes back evenly, never above its limit, and clients that went are forgotten")
    func allowance() {
        let rate = RequestRate(limit: 60)
        let start = ContinuousClock.now
        for _ in 0..<60 { #expect(rate.wait("a", at: start) == nil) }
        #expect(rate.wait("a", at: start) == 1)
        #expect(rate.wait("a", at: start + .seconds(1)) == nil)
        #expect(rate.wait("a", at: start + .seconds(1)) == 1)
        let later = start + .seconds(3_600)
        for _ in 0..<60 { #expect(rate.wait("a", at: later) == nil) }
        #expect(rate.wait("a", at: later) == 1)
        for client in 0..<25_000 { #expect(rate.wait("\(client)", at: later) == nil) }
        let unlimited = RequestRate(limit: 0)
        for _ in 0..<1_000 { #expect(unlimited.wait("a", at: start) == nil) }
    }
}
