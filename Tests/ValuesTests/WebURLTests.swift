import Testing
import Values

@Suite("URLs that people enter", .timeLimit(.minutes(10)))
struct WebURLTests {
    @Test(
        "What HTTP clients can be sent to is read in parts",
        arguments: [
            ("http://a.example", "http", "a.example", nil, ""),
            ("HTTPS://A.Example:8443/Path?q=1", "https", "a.example", 8443, "/Path"),
            ("https://[::1]:80/", "https", "::1", 80, "/"), ("http://127.0.0.1:", "http", "127.0.0.1", nil, ""),
            ("https://localhost?x", "https", "localhost", nil, ""),
        ] as [(String, String, String, Int?, String)])
    func valid(text: String, scheme: String, host: String, port: Int?, path: String) throws {
        let url = try WebURL(text)
        #expect((url.scheme, url.host, url.path) == (scheme, host, path))
        #expect(url.port == port && !url.hasUser && !url.hasFragment)
    }

    @Test("A user, a query and a fragment are told")
    func parts() throws {
        let url = try WebURL("https://me:secret@a.example/x?y#z?")
        #expect(url.hasUser && url.hasQuery && url.hasFragment && url.path == "/x" && url.host == "a.example")
        #expect(try !WebURL("https://a.example/#?").hasQuery)
    }

    @Test(
        "What is broken is refused, with what it must be",
        arguments: [
            ("http://[::1", "must name a host"), ("http://[::1]x", "must name a host"),
            ("http://[]", "must name a host"), ("http://[fe80::1%25eth0]/", "must name a host"),
            ("http://[a.example]", "must name a host"), ("http://a]b", "must name a host"),
            ("http://a%2fb", "must name a host"), ("http://a\\b", "must name a host"),
            ("http://a<b>", "must name a host"), ("http://a\u{85}b", "must name a host"),
            ("http://a:b", "must have a port"), ("http://a:65536", "must have a port"),
            ("http://a:-1", "must have a port"),
            ("http://a:99999999999999999999", "must have a port"), ("http://[::1]:x", "must have a port"),
            ("http://", "must be an http"), ("http:///x", "must be an http"), ("http://:80", "must be an http"),
            ("http://me@", "must be an http"), ("ftp://a", "must be an http"), ("a.example", "must be an http"),
            ("http:a", "must be an http"), (" http://a", "must be an http"), ("http://a b", "must be an http"),
            ("http://a\n", "must be an http"), ("http://a\u{7f}", "must be an http"), ("", "must be an http"),
        ])
    func broken(text: String, problem: String) {
        do {
            let url = try WebURL(text)
            Issue.record("\(text) is read as \(url)")
        } catch { #expect(error.problem.hasPrefix(problem), "\(text): \(error)") }
    }
}
