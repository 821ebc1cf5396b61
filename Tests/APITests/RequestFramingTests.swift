import TestSupport
import Testing

@testable import API

@Suite("The framing of requests", .timeLimit(.minutes(10))) struct RequestFramingTests {
    private static func request(_ body: String, _ fields: String..., version: String = "1.1") -> String {
        let head = ["POST /api/auth/sign-in HTTP/\(version)", "Host: a", "Content-Type: application/json"] + fields
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    @Test(
        "An unknown transfer coding and a broken chunk are the client's, and no error of the server's",
        arguments: [
            request("{}", "Transfer-Encoding: xchunked"),
            request("2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: gzip, chunked"),
            request("2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
            request("2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked", version: "1.0"),
            request("zz\r\n{}", "Transfer-Encoding: chunked"),
            request("2\r\n{}XX", "Transfer-Encoding: chunked"),
        ])
    func codings(bytes: String) async throws {
        let log = LogRecorder()
        try await Server.with(logger: log.logger) { server in
            let answer = try await server.raw.exchange(bytes)
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
            #expect(answer.contains("request.http"), "\(answer)")
            let failures = log.lines.filter { $0.hasPrefix("error") || $0.hasPrefix("warning") }
            #expect(failures.isEmpty, "\(failures)")
        }
    }

    @Test(
        "A target is a path or an http URL; a URL takes the place of Host",
        arguments: [
            ("GET /api/health", true), ("GET http://b/api/health", true), ("GET HTTPS://b:1/api/health?a=b", true),
            ("OPTIONS *", true), ("GET *", false), ("GET api/health", false), ("CONNECT a:80", false),
            ("GET ftp://a/api/health", false), ("GET http://u@a/api/health", false), ("GET http:///api/health", false),
            ("GET http:/api/health", false),
        ])
    func target(start: String, isValid: Bool) async throws {
        try await Server.with { server in
            let answer = try await server.raw.exchange("\(start) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 ") == !isValid, "\(answer)")
            #expect(isValid || answer.contains("request.http"), "\(answer)")
            #expect(!start.contains("/api/health") || answer.hasPrefix("HTTP/1.1 200 OK") == isValid, "\(answer)")
        }
    }

    @Test("The host of a target counts for what is open to this machine only")
    func targetHost() async throws {
        try await Server.with { server in
            for (target, host, status) in [
                ("http://evil.example", "127.0.0.1", "401"), ("http://127.0.0.1", "evil.example", "200"),
            ] {
                let answer = try await server.raw.exchange(
                    "GET \(target)/metrics HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
            }
        }
    }

    @Test("Expect: 100-continue is answered before the body")
    func expect() async throws {
        try await Server.with { server in
            let answer = try await server.raw.exchange(
                Self.request("{}", "Content-Length: 2", "Expect: 100-continue", "Connection: close"))
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\n"), "\(answer)")
        }
    }

    @Test("A body that is announced as too large is refused at once, and not asked for")
    func expectTooMuch() async throws {
        try await Server.with(bodyLimit: 100) { server in
            // Returns when the server has closed the connection: no body was sent.
            let answer = try await server.raw.exchange(
                Self.request("", "Content-Length: 101", "Expect: 100-continue"))
            #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
            #expect(answer.contains("request.tooLarge") && !answer.contains("100 Continue"), "\(answer)")
        }
    }

    @Test("A connection of HTTP/1.0 ends with the response")
    func old() async throws {
        try await Server.with { server in
            // Returns when the server has closed the connection.
            let answer = try await server.raw.exchange("GET /api/health HTTP/1.0\r\n\r\n")
            #expect(answer.contains(" 200 OK\r\n"), "\(answer)")
        }
    }

    @Test("A body that drips is refused when its time is over")
    func drip() async throws {
        try await Server.with(bodyTime: .milliseconds(100)) { server in
            let answer = try await server.raw.exchange(Self.request("{", "Content-Length: 2"))
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
            #expect(answer.contains("request.timeout"), "\(answer)")
        }
    }

    @Test("A head that drips is refused when its time is over, on a new connection and on one that had a request")
    func drippingHead() async throws {
        try await Server.with(bodyTime: .milliseconds(100)) { server in
            let (request, begun) = (
                "GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n", "GET /api/health HTTP/1.1\r\nX-Drip: "
            )
            let answers = [
                try await server.raw.exchange(begun), try await server.raw.exchange(request, then: begun),
            ]
            for answer in answers {
                #expect(answer.contains("HTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
                #expect(answer.contains("request.timeout"), "\(answer)")
            }
            #expect(answers.last?.hasPrefix("HTTP/1.1 200 OK\r\n") == true)
        }
    }

    @Test(
        "A Host that is no host is refused",
        arguments: [
            ("a", true), ("a:8787", true), ("a.example:", true), ("[::1]:80", true), ("127.0.0.1", true),
            ("", false), ("a b", false), ("a/c", false), ("u@a", false), ("a, b", false), ("a,b", false),
            (":80", false),
            ("a:b", false), ("[::1", false), ("[]", false), ("[::1]x", false), ("a\"", false), ("ä", false),
        ])
    func host(value: String, isValid: Bool) async throws {
        try await Server.with { server in
            let answer = try await server.raw.exchange(
                "GET /api/health HTTP/1.1\r\nHost: \(value)\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix(isValid ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Bad Request"), "\(answer)")
        }
    }
}
