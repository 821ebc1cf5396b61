import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Functions on this machine", .timeLimit(.minutes(3)))
struct FunctionTests {
    @Test("A function sees method, path, query, headers and body, and answers with its own")
    func requestAndResponseAreIntact() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const { pathname, search } = new URL(request.url);
                    const headers = new Headers({ "x-kind": "echo", "content-type": "application/json" });
                    headers.append("set-cookie", "a=1"); headers.append("set-cookie", "b=2");
                    const seen = [request.method, pathname, search, request.headers.get("x-mark"), request.headers.get("cookie"),
                      request.method === "GET" ? null : await request.text(), env.GREETING];
                    return new Response(JSON.stringify(seen), { status: 201, headers });
                    """), environment: ["GREETING": "hello"], kind: .script)
            #expect(function.url.hasSuffix("/w/\(function.service)"))
            let answer = try await function.ask(
                "PUT", "/a%20b/c?x=1&x=2", headers: [("x-mark", "m"), ("cookie", "k=v")], body: Array("{\"n\":1}".utf8))
            #expect(answer.status == 201)
            #expect(answer.json == ["PUT", "/a%20b/c", "?x=1&x=2", "m", "k=v", "{\"n\":1}", "hello"])
            #expect(answer.headers["x-kind"] == ["echo"])
            #expect(answer.headers["set-cookie"] == ["a=1", "b=2"])
            #expect(try await function.ask("GET", "").json?.array?[1] == "/")
        }
    }

    @Test("Bodies of megabytes stream through, in both directions at a time")
    func bodiesStreamBothWays() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response(request.body);"), kind: .script)
            let bytes = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let answer = try await function.ask("POST", body: bytes)
            #expect(answer.bytes == bytes)
        }
    }

    @Test("A body that nobody reads holds nothing up, and no body stays none")
    func unreadBodyBlocksNothing() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "return request.method === 'POST' ? new Response('done') : new Response(null, { status: 204 });"),
                kind: .script)
            #expect(try await function.ask("POST", body: .init(repeating: 7, count: 4 << 20)).text == "done")
            #expect(try await function.ask("DELETE").status == 204)
        }
    }

    @Test("What a function throws is logged with its node; the answer is 500 and says neither message nor path")
    func failureIsLoggedAndIs500() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("throw new Error(`secret ${import.meta.url}`);"),
                lineMap: [LineMapping(line: 1, nodeId: nil), LineMapping(line: 2, nodeId: "node-a")], kind: .script)
            let answer = try await function.ask()
            #expect(answer.status == 500)
            #expect(answer.json?["nodeId"] == "node-a")
            #expect(!answer.text.contains("secret"))
            #expect(fixture.recorder.lines.contains { $0.contains("node-a") && $0.contains("secret") })
        }
    }

    @Test("Nothing is there for an unknown name, for another path, and after a takedown")
    func unknownPathsAreNotFound() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response('here');"), kind: .script)
            #expect(try await function.ask().text == "here")
            let other = Deployed(
                runtime: fixture.runtime, handle: function.handle, service: "", url: function.url + "-other")
            #expect(try await other.ask().json?["code"] == "local.service.unknown")
            try await fixture.runtime.takedown(function.handle)
            #expect(try await function.ask().status == 404)
        }
    }

    @Test("A function that does not answer in time is given up; what its process ended of is not told")
    func lateFunctionIsGivenUp() async throws {
        try await LocalFixture.with(configure: { $0.requestTime = .milliseconds(300) }) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "await new Promise((resolve) => request.signal.addEventListener('abort', resolve));"),
                kind: .script)
            #expect(try await function.ask().status == 504)
        }
    }

    @Test("A body beyond the limit is 413, with its length told and without")
    func bodyBeyondLimitIs413() async throws {
        try await LocalFixture.with(configure: { $0.requestBytes = 1 << 20 }) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response(`${(await request.text()).length}`);"), kind: .script)
            #expect(try await function.ask("POST", body: .init(repeating: 97, count: 1 << 20)).text == "1048576")
            #expect(try await function.ask("POST", body: .init(repeating: 97, count: 1 << 20 + 1)).status == 413)
            #expect(try await function.stream(pieces: 17, of: 65_536).status == 413)
            #expect(try await function.stream(pieces: 4, of: 65_536).text == "262144")
        }
    }

    @Test("A process without requests ends, and the next request starts another; a new version answers at once")
    func idleProcessEnds() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let function = try await fixture.deploy(LocalFixture.function("return new Response('1');"), kind: .script)
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            #expect(try await function.ask().text == "1")
            try await fixture.deploy(LocalFixture.function("return new Response('2');"), id: "d2", kind: .script)
            #expect(try await function.ask().text == "2")
        }
    }

    @Test("Work that is left with waitUntil is done before the process may end")
    func waitUntilIsCompleted() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    ctx.waitUntil(new Promise((resolve) => setTimeout(resolve, 200)).then(() => console.log("left work")));
                    return new Response("ok");
                    """), kind: .script)
            #expect(try await function.ask().text == "ok")
            try await eventually("the lines left work", equals: 1) { fixture.recorder.count("left work") }
        }
    }

    @Test("The fetch handler of a workflow starts an instance and tells its status")
    func fetchHandlerStartsInstance() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module("return await step.do(\"double\", async () => event.payload.n * 2);")
                    + """

                    export default { async fetch(request: Request, env: any): Promise<Response> {
                      if (request.method === "POST") {
                        const instance = await env.WORKFLOW.create({ params: await request.json() });
                        return Response.json({ instanceId: instance.id });
                      }
                      const id = new URL(request.url).searchParams.get("instanceId") ?? "";
                      const instance = await env.WORKFLOW.get(id).catch(() => undefined);
                      return instance ? Response.json(await instance.status()) : new Response(null, { status: 404 });
                    } };
                    """, bindings: [Binding(type: "workflow", name: "WORKFLOW")])
            let id = try await deployed.post(["n": 21]).json?["instanceId"]?.string ?? ""
            #expect(try await deployed.finished(id).output == 42)
            // The core has started none: it is told what the run began with, and when.
            let begun = try #require(fixture.recorder.states.first { $0.instanceId == id })
            #expect(begun.params == ["n": 21] && begun.createdAt != nil)
            let status = try await deployed.ask("GET", "/?instanceId=\(id)").json
            #expect(status == ["status": "complete", "output": 42])
            #expect(try await deployed.ask("GET", "/?instanceId=none").status == 404)
        }
    }

    @Test("Functions answer at another host than the server, and at the address that an earlier release gave them")
    func hosts() async throws {
        try await LocalFixture.with { first in
            let function = try await first.deploy(
                LocalFixture.function("return new Response(\"here\");"), kind: .script)
            #expect(function.url.hasPrefix("http://127.0.0.2:"))
            let port = try #require(URL(string: function.url)?.port)
            await first.runtime.shutdown()
            // As an earlier release left it, which answered at 127.0.0.1.
            try Data("\(port)".utf8).write(to: first.folder.url.appending(path: "data/port"))
            for _ in 0..<2 {
                try await LocalFixture.with(folder: first.folder, settings: ["PORT": "\(port)"]) { second in
                    #expect(await second.runtime.address == "http://127.0.0.2:\(port)")
                    for host in ["127.0.0.1", "127.0.0.2"] {
                        let url = function.url.replacing("127.0.0.2", with: host)
                        let there = Deployed(
                            runtime: second.runtime, handle: function.handle, service: function.service, url: url)
                        let answer = try await there.ask()
                        #expect(answer.text == "here", "\(host)")
                    }
                }
            }
        }
    }

    @Test(
        "A deployment's URL is the public one, where there is one",
        arguments: ["https://f.example.com", "https://f.example.com/"])
    func publicURL(url: String) async throws {
        try await LocalFixture.with(settings: ["URL": url]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response(\"here\");"), kind: .script)
            #expect(function.url == "https://f.example.com/w/\(function.service)")
        }
    }

    @Test("A port that is taken is reported, and taken as soon as it is free; runs go on meanwhile")
    func portIsTaken() async throws {
        try await LocalFixture.with { first in
            let address = try #require(await first.runtime.address)
            let port = try #require(URL(string: address)?.port)
            try await LocalFixture.with(
                settings: ["PORT": "\(port)"], configure: { $0.longestNap = .milliseconds(50) }
            ) { second in
                #expect(second.recorder.problems.map(\.code) == ["local.port.taken"])
                let message = "port \(port) at 127.0.0.2 is used by another program"
                #expect(second.recorder.problems.allSatisfy { $0.message.contains(message) })
                #expect(second.recorder.lines.contains { $0.contains(message) })
                let refused = try await #require(throws: PluginFailure.self) {
                    try await second.deploy(LocalFixture.function("return new Response();"), id: "d2", kind: .script)
                }
                #expect(refused.message.contains(message))
                #expect(await second.runtime.address == nil)
                #expect(try await second.deploy(run: "return 1;").result().output == 1)
                await first.runtime.shutdown()
                try await eventually("the problem is over") { second.recorder.problems.isEmpty }
                #expect(await second.runtime.address == address)
            }
        }
    }

    @Test("A host may be a name, which is then in the addresses of functions")
    func namedHost() async throws {
        try await LocalFixture.with(settings: ["HOST": "localhost"]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response(new URL(request.url).hostname);"), kind: .script)
            #expect(function.url.hasPrefix("http://localhost:"), "\(function.url) \(fixture.recorder.problems)")
            #expect(try await function.ask().text == "localhost")
        }
    }

    @Test("A host that is not of this machine is named")
    func foreignHost() async throws {
        try await LocalFixture.with(settings: ["HOST": "192.0.2.1"]) { fixture in
            #expect(fixture.recorder.problems.first?.message.contains("at 192.0.2.1. Set MILLRACE_LOCAL_HOST") == true)
        }
    }

    @Test("The address stays the same over restarts, also when no port is set")
    func addressSurvivesRestart() async throws {
        try await LocalFixture.with(settings: ["PORT": ""]) { first in
            let address = await first.runtime.address
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder, settings: ["PORT": ""]) { second in
                #expect(await second.runtime.address == address)
            }
        }
    }
}
