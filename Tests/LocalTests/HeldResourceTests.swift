import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("What programs would hold without an end", .timeLimit(.minutes(4)))
struct HeldResourceTests {
    @Test("More headers than are allowed are refused where they are made, before their number takes time")
    func headers() async throws {
        try await LocalFixture.with(settings: ["HEADERS": "100"]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const pairs = (count: number) => Array.from({ length: count }, (_, n): [string, string] => [`x-${n}`, "y"]);
                    const many = pairs(200_000);
                    const appended = (count: number) => {
                      const headers = new Headers();
                      for (const [name, value] of pairs(count)) headers.append(name, value);
                      return headers;
                    };
                    const set = (count: number) => {
                      const headers = new Headers(pairs(100));
                      for (const [name, value] of pairs(count)) headers.set(name + "-", value);
                      return headers;
                    };
                    const ways: Record<string, () => unknown> = {
                      headers: () => new Headers(many), object: () => new Headers(Object.fromEntries(many)),
                      map: () => new Headers(new Map(many) as never), append: () => appended(200_000), set: () => set(200_000),
                      response: () => new Response("", { headers: many }), json: () => Response.json(1, { headers: many }),
                      request: () => new Request("http://a.example", { headers: many }),
                      prototype: () => new (new Response().constructor as typeof Response)("", { headers: many }),
                      subclass: () => new (class extends Response {})("", { headers: many }),
                      fetch: () => fetch("http://a.example", { headers: many }),
                    };
                    const told: Record<string, string> = {};
                    for (const [name, way] of Object.entries(ways)) {
                      try { await way(); told[name] = "made"; } catch (error) { told[name] = `${error}`; }
                    }
                    const fine = appended(100);
                    for (let n = 0; n < 1_000; n++) { fine.delete("x-0"); fine.append("x-0", "z"); fine.set("x-1", "z"); }
                    const response = new Response(JSON.stringify(told), { headers: fine });
                    told.kinds = String(response instanceof Response && new Request("http://a.example") instanceof Request);
                    return new Response(JSON.stringify(told), { headers: fine });
                    """), kind: .script)
            let answer = try await function.ask()
            let told = try #require(answer.json?.object)
            #expect(told.count == 12 && told["kinds"] == "true")
            for (name, text) in told where name != "kinds" {
                #expect(
                    text.string?.contains("may have 100 headers (the operator's setting") == true, "\(name): \(text)")
            }
            #expect(answer.headers["x-0"] == ["z"])
        }
    }

    @Test("A request with too many headers is 431 and counted, and reaches no program")
    func requestHeaders() async throws {
        try await LocalFixture.with(settings: ["HEADERS": "40"]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response(`${[...request.headers].length}`);"), kind: .script)
            let few = (0..<20).map { ("x-\($0)", "y") }
            #expect(try await function.ask(headers: few).status == 200)
            let many = (0..<50).map { ("x-\($0)", "y") }
            let answer = try await function.ask(headers: many)
            #expect(answer.status == 431 && answer.json?["code"] == "local.request.headers")
            let asked = try await fixture.runtime.answer(
                ServiceRequest(
                    deployment: function.handle, method: .get, path: "/",
                    headers: (0..<100_000).map { .init(name: "x-\($0)", value: "y") }, body: nil))
            #expect(asked.status == 431)
            let metric = try await fixture.runtime.metrics().first { $0.name == "limited" }
            #expect(metric?.samples.first { $0.labels == ["limit": "functions.headers"] }?.value == 2)
        }
    }

    @Test("A datagram is refused at once, and the run says so")
    func datagrams() async throws {
        for body in [
            "const { createSocket } = await import('node:dgram'); createSocket('udp4').send('a', 53, '127.0.0.1');",
            "const dgram = (await import('node:dgram')).default; new dgram.Socket({ type: 'udp4' }).bind(0);",
            "process.getBuiltinModule('node:dgram').createSocket({ type: 'udp6' }).connect(53);",
        ] {
            try await LocalFixture.with { fixture in
                let deployed = try await fixture.deploy(
                    "import process from 'node:process';\n"
                        + LocalFixture.module("await step.do('a', async () => { \(body) }); return 1;"))
                let state = try await deployed.result()
                #expect(state.status == .errored)
                #expect(state.error?.message.contains("A Worker has no UDP sockets") == true, "\(state)")
            }
        }
    }

    @Test("A response that a program has not begun to read is closed with what asked for it", arguments: [true, false])
    func unreadResponses(isRun: Bool) async throws {
        let listener = CountingListener(.endless)
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let body = """
                    kept.push(await fetch("http://127.0.0.1:\(port)/a"), await fetch("http://127.0.0.1:\(port)/b"));
                    const read = await fetch("http://127.0.0.1:\(port)/c");
                    await read.body!.getReader().read();
                    """
                let source =
                    "const kept: Response[] = [];\n"
                    + LocalFixture.module("await step.do('a', async () => { \(body) }); return 1;")
                    + "\nexport default { async fetch() { \(body) return new Response('ok'); } };\n"
                let deployed = try await fixture.deploy(source)
                if isRun {
                    #expect(try await deployed.result().output == 1)
                } else {
                    #expect(try await deployed.ask().text == "ok")
                }
                try await eventually("those are closed") { listener.open <= 1 }
                #expect(listener.count == 3)
            }
        }
    }
}
