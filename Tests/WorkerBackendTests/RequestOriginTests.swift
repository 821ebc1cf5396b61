import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Expressions in the host of a request", .timeLimit(.minutes(10)))
struct RequestOriginTests {
    /// - Parameters:
    ///   - made: What the step `made` returns; `port` and `host` are those of the server.
    ///   - url: Text, with `{name}` for a value of the step and `{env.NAME}` for a variable.
    private func send(_ made: String, _ url: String, env: JSONObject = [:]) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let step = build.step(
            "made", .code("const { host, port } = new URL(env.BASE); return { host, port, ...(\(made)) };"))
        let parts = url.matches(of: /\{[^}]*\}|[^{]+/).map { match -> TextPart in
            let piece = match.output
            guard piece.hasPrefix("{") else { return .text(String(piece)) }
            let name = String(piece.dropFirst().dropLast())
            guard name.hasPrefix("env.") else { return .reference(build.reference("made.\(name)")) }
            return .reference(Reference(root: .environment, path: [.key(String(name.dropFirst(4)))]))
        }
        let call = build.call(
            "call", .http(method: "GET", url: .text(parts), headers: .empty, query: .empty, body: nil),
            options: StepOptions(retries: .init(limit: 3, delay: 1)))
        return try await WorkerRun(emit(build.program([step, call])), env: env).run()
    }

    @Test(
        "A value that would lead elsewhere fails the step by name, at once, and nothing is sent",
        arguments: [
            ("'evil.test/'", #""/""#), ("'evil.test?'", #""?""#), ("'evil.test#'", ##""#""##), ("'a@b'", #""@""#),
            (#"'evil.test\\'"#, #""\\""#), ("'evil.test:80'", #"":""#), ("'user:pass'", #"":""#), ("'a b'", #"" ""#),
            (#"'a\tb'"#, #""\t""#), (#"'evil.test\n'"#, #""\n""#), (#"'a\u0000'"#, #""\u0000""#),
            (#"'a\u0085'"#, #""\#u{85}""#), ("undefined", "undefined"), ("null", "null"), ("{ a: '/' }", #""/""#),
        ])
    func refused(value: String, found: String) async throws {
        for url in ["http://{value}.example.test/x", "http://{value}.example.test", "http://api-{value}.test:8080/x"] {
            let outcome = try await send("{ value: \(value) }", url)
            let error = outcome.error ?? "none"
            #expect(error.hasPrefix("{{made.value}} in the host of the URL ") && error.contains(found), "\(error)")
            #expect(outcome.json["steps"]?.array?.last?["attempts"] == 1)
            #expect(outcome.requests == 0)
        }
    }

    @Test(
        "What belongs into a host is sent to it",
        arguments: [
            ("http://{host}/a/{value}", "/a/v"), ("http://127.{zero}.1:{port}/a", "/a"),
            ("http://{name}:{port}/a", "/a"),
            ("{scheme}://{host}/a", "/a"), ("{base}/a", "/a"), ("{env.BASE}/a", "/a"), ("{base}{path}", "/a/b"),
            ("{base}{path}/{value}", "/a/b/v"), ("{base}{none}/a", "/a"), ("{env.BASE}{path}", "/a/b"),
            ("{whole}{value}", "/a/b/v"), ("http://{env.ADDRESS}/a", "/a"), ("http://{host}?x=1", "/"),
            ("{start}.1:{port}/a", "/a"), ("http://u:{value}@{host}/a", "/a"),
        ])
    func sent(url: String, path: String) async throws {
        let outcome = try await send(
            """
            { value: "v", zero: "0.0", name: "127.0.0.1", scheme: "http", base: env.BASE, path: "/a/b", none: "",
              whole: env.BASE + "/a/b/", start: "http://127.0.0" }
            """, url, env: ["ADDRESS": "127.0.0.1"])
        // Without the port of the server, which the test does not know, nobody is there.
        if url.contains("ADDRESS") {
            #expect(outcome.error?.contains("failed at 127.0.0.1:80") == true, "\(outcome.json.text)")
        } else {
            #expect(outcome.result?["body"]?["path"] == .string(path), "\(outcome.json.text)")
        }
    }

    @Test(
        "Neither a scheme, nor what comes first before a host, nor what follows it leads elsewhere",
        arguments: [
            ("{ scheme: 'http://evil.test/?' }", "{scheme}://{host}/a", "{{made.scheme}} is not the scheme of a URL"),
            (
                "{ start: 'http://evil.test/' }", "{start}.example.test/a",
                "{{made.start}} in the host of the URL holds \"/\""
            ),
            ("{ base: 'http://a.test', more: '@evil.test' }", "{base}{more}/a", "{{made.more}} follows the host"),
            ("{ base: 'http://a.test', more: ':1@evil.test' }", "{base}{more}/a", "{{made.more}} follows the host"),
            ("{ base: 'http://a.test', more: '.evil.test' }", "{base}{more}/a", "{{made.more}} follows the host"),
            ("{ more: '/evil' }", "http://api.{more}/a", "{{made.more}} in the host of the URL holds \"/\""),
            ("{ more: 'a:1' }", "http://api:{more}/a", "{{made.more}} in the host of the URL holds \":\""),
        ])
    func others(made: String, url: String, error: String) async throws {
        let outcome = try await send(made, url)
        #expect(outcome.error?.hasPrefix(error) == true, "\(outcome.json.text)")
        #expect(outcome.requests == 0)
    }
}
