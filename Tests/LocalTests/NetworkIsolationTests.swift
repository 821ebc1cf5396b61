import Egress
import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("What programs cannot reach", .timeLimit(.minutes(3)))
struct NetworkIsolationTests {
    /// Spellings of this machine that need no IPv6.
    private static let ipv4 = [
        "127.0.0.1", "localhost", "127.1.2.3", "0.0.0.0", "2130706433", "0x7f000001", "0177.0.0.1", "127.1",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    ]
    private static let own = OwnAddresses.all().map { $0.contains(":") ? "[\($0)]" : $0 }
    private static let ways = ["fetch", "WebSocket"]

    /// Answers with what came of each way to each host: a text, or the error with its causes.
    private static let program = LocalFixture.function(
        """
        const { hosts, port } = await request.json();
        const told = (error: any): string => error ? `${error} ${told(error.cause)}` : "";
        const ways: Record<string, (host: string) => Promise<string>> = {
          fetch: async (host) => await (await fetch(`http://${host}:${port}/`)).text(),
          WebSocket: (host) => new Promise((resolve, reject) => {
            const socket = new WebSocket(`ws://${host}:${port}/`);
            socket.onopen = () => resolve("opened");
            socket.onerror = (event) => reject((event as ErrorEvent).message);
          }),
        };
        const outcomes: Record<string, Record<string, string>> = {};
        for (const [name, way] of Object.entries(ways)) {
          outcomes[name] = {};
          for (const host of hosts) outcomes[name][host] = await way(host).catch(told);
        }
        return Response.json(outcomes);
        """)

    private func outcomes(_ hosts: [String], port: Int, settings: [String: String] = [:]) async throws -> JSONValue {
        try await LocalFixture.with(settings: settings) { fixture in
            let function = try await fixture.deploy(Self.program, kind: .script)
            let answer = try await function.post(["hosts": .array(hosts.map(JSONValue.string)), "port": .int(port)])
            await fixture.runtime.shutdown()
            return answer.json ?? .null
        }
    }

    @Test("A program reaches no address of this machine, however it is spelled")
    func loopbackIsBlocked() async throws {
        let listener = CountingListener()
        let hosts = Self.ipv4 + ["[::1]", "[::]"] + Self.own
        let outcomes = try await listener.serving { try await self.outcomes(hosts, port: $0) }
        expectRefusals(of: hosts, outcomes)
        #expect(listener.count == 0)
    }

    @Test(
        "A step that asks a blocked address is not tried again, and says how to allow it",
        arguments: [
            "await fetch(\"http://127.0.0.1:2/\");",
            "try { await fetch(new Request(\"http://localhost:2/\")); } catch (error) { throw error; }",
            "const { connect } = await import(\"node:net\"); await new Promise((_, no) => connect(1, \"127.0.0.1\").on(\"error\", no));",
        ])
    func blockedStepNamesTheSetting(code: String) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: "return await step.do(\"Ask\", { retries: { limit: 3, delay: 1 } }, async () => { \(code) });")
            let state = try await deployed.result()
            #expect(state.status == .errored)
            let message = state.error?.message ?? ""
            #expect(message.contains("are blocked"), "\(message)")
            #expect(message.contains("--local-allow-private"), "\(message)")
            #expect(!message.contains("--allow-net"), "\(message)")
            #expect(try await deployed.steps("r1").map(\.attempts) == [1])
        }
    }

    @Test("With ALLOW_PRIVATE it reaches every one of them")
    func allowPrivateOpensTheNetwork() async throws {
        let listener = CountingListener()
        let hosts = Self.ipv4 + Self.own.filter { !$0.contains(":") }
        let outcomes = try await listener.serving {
            try await self.outcomes(hosts, port: $0, settings: ["ALLOW_PRIVATE": "1"])
        }
        for host in hosts { #expect(outcomes["fetch"]?[host] == "reached", "\(host)") }
        #expect(listener.count == hosts.count * Self.ways.count)
    }

    @Test("Private and special addresses of other machines are refused too")
    func privateAddressesAreBlocked() async throws {
        let hosts = [
            "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.31.0.1", "192.0.0.8", "192.168.0.1", "198.18.0.1",
            "224.0.0.1", "240.0.0.1", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]",
        ]
        let outcomes = try await outcomes(hosts, port: 80)
        expectRefusals(of: hosts, outcomes)
    }

    private func expectRefusals(of hosts: [String], _ outcomes: JSONValue) {
        for way in Self.ways {
            for host in hosts {
                let outcome = outcomes[way]?[host]?.string ?? "nothing"
                // A WebSocket's error says only that the proxy refused.
                let refusals =
                    way == "fetch"
                    ? ["are blocked: "] : ["Requires net access to", "unsuccessful tunnel", "Invalid status code: 403"]
                #expect(refusals.contains { outcome.contains($0) }, "\(way) \(host): \(outcome)")
            }
        }
    }
}
