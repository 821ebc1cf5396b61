import Testing

@testable import LocalRuntime

@Suite("What a program asks the egress proxy for", .timeLimit(.minutes(1)))
struct EgressRequestTests {
    @Test("A request is passed on without what is for the proxy, whose token is read from it")
    func forwarded() throws {
        let text = [
            "GET http://a.example:8080/x?y HTTP/1.1", "Host: b.example",
            // deployment:word
            "Proxy-Authorization: Basic ZGVwbG95bWVudDp3b3Jk", "Proxy-Authenticate: Basic",
            "Proxy-Connection: keep-alive", "Keep-Alive: timeout=5", "Connection: keep-alive", "TE: trailers",
            "X-Own: 1",
        ]
        let request = try EgressRequest(MessageHead(Array(text.joined(separator: "\r\n").utf8)))
        #expect(request.token == "word")
        guard case .forward(_, let head) = request.purpose else {
            Issue.record("\(request.purpose)")
            return
        }
        #expect(head.line == "GET /x?y HTTP/1.1")
        for name in ["proxy-authorization", "proxy-authenticate", "proxy-connection", "keep-alive", "te"] {
            #expect(head[name] == nil, "\(name)")
        }
        #expect(head["host"] == "a.example:8080" && head["connection"] == "close" && head["x-own"] == "1")
    }
}
