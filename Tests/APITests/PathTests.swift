import JSON
import PlatformFixtures
import Testing

@testable import API

@Suite("Paths and texts as they are sent", .timeLimit(.minutes(10))) struct PathTests {
    @Test("Slashes too many neither hide a request from the limit nor change what it is")
    func limits() async throws {
        var limits = RateLimits.none
        limits.set(.global, to: 3)
        try await Server.with(limits: limits) { server in
            var statuses: [Int] = []
            for path in ["/api/workflows", "//api/workflows", "/api//workflows/", "///api/workflows"] {
                statuses.append(try await server.raw.status(of: path, key: server.installation.firstKey))
            }
            #expect(statuses == [200, 200, 200, 429])
        }
    }

    @Test(
        "Dots and U+0000 are no parts of a path, however they are encoded",
        arguments: ["%2e", "..", "%2e%2E", "a%2f..%2fb", "..%2f..%2fuser", "a%5c..%5cb", "a%00b"])
    func dots(part: String) async throws {
        try await Server.with(contributions: FakeContributions(resources: SpecificationTable.resources)) { server in
            let key = try server.installation.firstKey
            let connection = try await server.connection().string ?? ""
            for path in [
                "/api/workflows/\(part)", "/api/resources/kv/namespaces/\(part)/keys?connectionId=\(connection)",
                "/\(part)/api/workflows",
            ] {
                #expect(try await server.raw.status(of: path, key: key) == 400, "\(path)")
            }
            #expect(!server.installation.provider.calls.contains { $0.method == "resource.call" })
        }
    }

    @Test(
        "Escapes that are cut off or not UTF-8 are refused, not sent on as other texts",
        arguments: ["%", "%4", "%zz", "%FF", "%c0%ae%c0%ae", "%ed%a0%80", "100%"])
    func escapes(part: String) async throws {
        try await Server.with(contributions: FakeContributions(resources: SpecificationTable.resources)) { server in
            let key = try server.installation.firstKey
            let connection = try await server.connection().string ?? ""
            for path in [
                "/api/workflows/\(part)", "/api/resources/kv/namespaces/\(part)/keys?connectionId=\(connection)",
            ] {
                #expect(try await server.raw.status(of: path, key: key) == 400, "\(path)")
            }
            #expect(!server.installation.provider.calls.contains { $0.method == "resource.call" })
        }
    }

    @Test("A plus in a query is a space")
    func plus() async throws {
        try await Server.with { server in
            _ = try await server.send("POST", "/api/workflows", ["name": "Night shift"])
            for query in ["q=night+shift", "q=night%20shift", "%71=night+shift"] {
                let list = try await server.send("GET", "/api/workflows?\(query)").json["data"]?.array
                #expect(list?.count == 1, "\(query)")
            }
            #expect(try await server.send("GET", "/api/workflows?q=night%2Bshift").json["data"] == [])
        }
    }

    @Test(
        "Control characters in names and lone surrogates anywhere are refused, not changed",
        arguments: [
            (#"{"name":"a\u0000b"}"#, "/name", "field.control"), (#"{"name":"a\r\nb"}"#, "/name", "field.control"),
            (#"{"name":"a\u001bb"}"#, "/name", "field.control"), (#"{"name":"a\u009bb"}"#, "/name", "field.control"),
            (#"{"name":"a","description":"a\u0007"}"#, "/description", "field.control"),
            (#"{"name":"\ud800"}"#, "", "field.surrogate"), (#"{"name":"\udc00\ud800"}"#, "", "field.surrogate"),
            (#"{"name":"a","x":["\ud83d\u0041"]}"#, "", "field.surrogate"),
        ])
    func texts(body: String, pointer: String, code: String) async throws {
        try await Server.with { server in
            for path in ["/api/workflows", "/api/projects"] {
                let answer = try await server.send("POST", path, body)
                let details = answer.json["details"]?.array?.first
                #expect(answer.status == 400, "\(answer.text)")
                #expect(details?["code"]?.string == code && details?["pointer"]?.string == pointer, "\(answer.text)")
            }
        }
    }

    @Test("Pairs of surrogates, escaped backslashes and lines of a description are texts like others")
    func fine() async throws {
        try await Server.with { server in
            let body = #"{"name":"\ud83d\ude00 \\ud800","description":"one\n\ttwo"}"#
            let answer = try await server.send("POST", "/api/workflows", body)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["name"]?.string == "\u{1F600} \\ud800")
        }
    }
}

extension RawConnection {
    /// A client of the library's own would put the path into its normal form.
    func status(of path: String, key: String) async throws -> Int {
        let answer = try await exchange(
            "GET \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(key)\r\nConnection: close\r\n\r\n")
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
