import FoundationEssentials
import JSON
import Testing

@testable import API

@Suite("Malformed requests", .timeLimit(.minutes(10))) struct MalformedRequestTests {
    @Test(
        "They are answered as any bad request is, with what is wrong",
        arguments: [
            ("NONSENSE / HTTP/1.1\r\n\r\n", "400 Bad Request", "request.http"),
            ("GET /api/health HTTP/1.1\r\nHost: a\r\nBroken header\r\n\r\n", "400 Bad Request", "request.http"),
            (
                "POST /api/workflows HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "400 Bad Request", "request.http"
            ),
            ("GET /api/health HTTP/1.1\r\n\r\n", "400 Bad Request", "request.http"),
            ("GET /api/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400 Bad Request", "request.http"),
            (
                "GET /api/health HTTP/1.1\r\nHost: a\r\nX-Long: \(String(repeating: "x", count: 100_000))\r\n\r\n",
                "431 Request Header Fields Too Large", "request.headersTooLarge"
            ),
            (
                "GET /\(String(repeating: "x", count: 100_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
                "431 Request Header Fields Too Large", "request.headersTooLarge"
            ),
        ])
    func refused(bytes: String, status: String, code: String) async throws {
        try await Server.with { server in
            let answer = try await server.raw.exchange(bytes)
            let (head, body) = Self.parts(answer)
            #expect(head.first == "HTTP/1.1 \(status)")
            for field in ["content-type: application/problem+json", "connection: close", "cache-control: no-store"] {
                #expect(head.contains { $0.lowercased() == field }, "\(field)")
            }
            let problem = try JSONValue(parsing: body)
            #expect(problem["code"]?.string == code)
            let requestID = problem["requestId"]?.string ?? "none"
            #expect(head.contains { $0.lowercased() == "x-request-id: \(requestID)" })
            #expect(head.contains { $0.lowercased() == "content-length: \(body.utf8.count)" })
        }
    }

    @Test("What was asked before them is answered first")
    func pipelined() async throws {
        try await Server.with { server in
            let answer = try await server.raw.exchange("GET /api/health HTTP/1.1\r\nHost: a\r\n\r\nNONSENSE\r\n\r\n")
            let answers = answer.components(separatedBy: "HTTP/1.1 ")
            #expect(answers.count == 3)
            #expect(answers.dropFirst().first?.hasPrefix("200 OK") == true)
            #expect(answers.last?.hasPrefix("400 Bad Request") == true)
            #expect(answers.last?.contains("request.http") == true)
        }
    }

    private static func parts(_ answer: String) -> (head: [String], body: String) {
        let parts = answer.components(separatedBy: "\r\n\r\n")
        return (parts[0].components(separatedBy: "\r\n"), parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
