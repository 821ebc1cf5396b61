import Confinement
import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

/// What leaves through the proxy; on a kernel that cannot hold processes to it there is none.
@Suite(
    "The egress proxy", .timeLimit(.minutes(3)),
    .enabled(if: TestMachine.runs(with: ConfinementReport.probe().holds(.connections))))
struct EgressTests {
    /// Evaluates each text of the request's body, and answers with what comes of it.
    private static let program =
        "declare const process: any;\n"
        + LocalFixture.function(
            """
            const told = (error: any): string => error ? `${error} ${told(error.cause)}` : "";
            const socket = async (port: number, host: string, sent: string) => {
              const { connect } = await import("node:net");
              return await new Promise((resolve, reject) => {
                let text = "";
                const socket = connect(port, host, () => socket.write(sent));
                socket.on("data", (piece: any) => text += piece);
                socket.on("close", () => resolve(text));
                socket.on("error", reject);
              });
            };
            // Of every request: what one opened stays open for the next.
            const open = ((globalThis as any).kept ??= []);
            const outcomes = [];
            for (const text of await request.json()) {
              const attempt = new Function("socket", "open", `return (async () => ${text})()`);
              outcomes.push(await attempt(socket, open).then(String, told));
            }
            return Response.json(outcomes);
            """)

    private func outcomes(
        of attempts: [String], settings: [String: String] = [:],
        with body: (LocalFixture, [String]) async throws -> Void
    ) async throws {
        try await LocalFixture.with(settings: settings) { fixture in
            let function = try await fixture.deploy(Self.program, kind: .script)
            let answer = try await function.post(.array(attempts.map(JSONValue.string)))
            let outcomes = answer.json?.array?.compactMap(\.string) ?? []
            try #require(outcomes.count == attempts.count, "\(answer.text) \(fixture.recorder.lines)")
            try await body(fixture, outcomes)
        }
    }

    @Test("Requests, bodies, streams and sockets pass through it")
    func passes() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            try await outcomes(
                of: [
                    "(await fetch('http://localhost:\(port)/a?b')).text()",
                    "(await fetch('http://127.0.0.1:\(port)', { method: 'POST', body: 'x'.repeat(300000) })).text()",
                    "socket(\(port), '127.0.0.1', 'GET / HTTP/1.1\\r\\n\\r\\n')",
                    "socket(\(port), 'localhost', 'GET / HTTP/1.1\\r\\n\\r\\n')",
                ], settings: ["ALLOW_PRIVATE": "1"]
            ) { fixture, outcomes in
                for (index, outcome) in outcomes.enumerated() {
                    #expect(outcome.hasSuffix("reached"), "\(index): \(outcome)")
                }
                #expect(await fixture.runtime.connections(of: "d1")?.opened == 4)
                let metric = try await fixture.runtime.metrics().first { $0.name == "egress_connections" }
                #expect(metric?.samples.map(\.value) == [4])
            }
        }
        #expect(listener.count == 4)
    }

    @Test("Names and addresses of this machine are refused, by each way that a program has, with one message")
    func refuses() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            let urls = [
                "http://localhost:\(port)", "https://localhost:\(port)", "http://[::ffff:7f00:1]:\(port)",
                "http://[64:ff9b::7f00:1]:\(port)", "https://[fd00::1]:\(port)", "http://[2002:7f00:1::]:\(port)",
            ]
            try await outcomes(
                of: urls.map { "(await fetch('\($0)')).text()" } + [
                    "socket(\(port), 'localhost', 'GET / HTTP/1.1\\r\\n\\r\\n')",
                    "socket(\(port), '::1', 'GET / HTTP/1.1\\r\\n\\r\\n')",
                ]
            ) { fixture, outcomes in
                for outcome in outcomes {
                    #expect(outcome.contains("are blocked: "), "\(outcome)")
                    #expect(outcome.contains("--local-allow-private"), "\(outcome)")
                }
                #expect((await fixture.runtime.connections(of: "d1")?.refused ?? 0) >= urls.count)
                let refused = try await fixture.runtime.metrics().first { $0.name == "egress_refused" }
                #expect(refused?.samples.first?.value ?? 0 >= Double(urls.count))
                let log = fixture.recorder.lines.filter { $0.contains("was refused") }
                #expect(log.contains { $0.contains("localhost:\(port)") }, "\(fixture.recorder.lines)")
            }
        }
        #expect(listener.count == 0)
    }

    @Test("What cannot be reached says why")
    func unreachable() async throws {
        try await outcomes(
            of: ["fetch('http://nobody.invalid/')", "fetch('https://nobody.invalid/')"]
        ) { _, outcomes in
            for outcome in outcomes { #expect(outcome.contains("nobody.invalid cannot be resolved"), "\(outcome)") }
        }
    }

    @Test("More connections than the limit are refused, naming the flag")
    func limit() async throws {
        let silent = SilentListener()
        try await silent.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1", "CONNECTIONS": "2"]) { fixture in
                let function = try await fixture.deploy(Self.program, kind: .script)
                let open = "(open.push(fetch('http://127.0.0.1:\(port)').catch(() => {})), 'open')"
                #expect(try await function.post([.string(open), .string(open)]).json == ["open", "open"])
                try await eventually("both connections are open", equals: 2) {
                    await fixture.runtime.connections(of: "d1")?.opened ?? 0
                }
                let outcome = try await function.post([.string("fetch('http://127.0.0.1:\(port)')")]).text
                #expect(outcome.contains("2 outbound connections open"), "\(outcome)")
                #expect(outcome.contains("--local-connections"), "\(outcome)")
            }
        }
    }

    @Test("A process has the proxy's token and nothing of the server's environment; the token ends with the process")
    func tokens() async throws {
        let listener = CountingListener()
        var reached = 1
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                try await fixture.deploy(LocalFixture.function("return new Response();"), kind: .script)
                let process = try #require(await fixture.runtime.processIds.first)
                let environment = try #require(FileManager.default.contents(atPath: "/proc/\(process)/environ"))
                    .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
                let names = Set(environment.compactMap { $0.split(separator: "=").first.map(String.init) })
                // `make mutants` tells each process which fault is in force.
                #expect(
                    names.subtracting(["MUTANT"]) == [
                        "DENO_DIR", "DENO_NO_UPDATE_CHECK", "NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY",
                    ])
                let proxy = try #require(environment.first { $0.hasPrefix("HTTP_PROXY=") }).dropFirst(11)
                let address = try #require(proxy.split(separator: "@").last)
                func status(_ proxy: some StringProtocol) async throws -> String {
                    let url = "http://127.0.0.1:\(port)/"
                    let options = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "", "-x", String(proxy)]
                    return try await Command("curl", options + [url]).run().stdout
                }
                #expect(try await status(proxy) == "200")
                #expect(try await status("http://\(address)") == "407")
                #expect(try await status("http://deployment:guess@\(address)") == "407")
                kill(process, SIGKILL)
                _ = try await eventually("the token is refused", satisfies: { $0 == "407" }) {
                    let status = try await status(proxy)
                    // Until its end is known.
                    if status == "200" { reached += 1 }
                    return status
                }
            }
        }
        #expect(listener.count == reached)
    }
}
