import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("What programs cannot do", .timeLimit(.minutes(1)))
struct IsolationTests {
    @Test(
        "A program sees no Deno, reads no file or variable, runs nothing and reaches no private network",
        arguments: [
            ("typeof Deno", "undefined"), ("typeof Worker", "undefined"), ("typeof localStorage", "undefined"),
            ("typeof sessionStorage", "undefined"), ("typeof caches", "undefined"),
            ("(await import('node:fs')).readFileSync('/etc/passwd', 'utf8')", "refused"),
            ("(await import('node:fs')).writeFileSync('/tmp/millrace-probe', '')", "refused"),
            ("(await import('node:process')).env.PATH", "refused"),
            ("(await import('node:child_process')).execSync('id')", "refused"),
            (
                "await import('data:text/javascript,export default ' + 'typeof Deno').then((m) => m.default)",
                "undefined"
            ),
            ("await fetch('http://127.0.0.1:18999/')", "refused"), ("await fetch('http://[::1]:18999/')", "refused"),
            ("await fetch('http://localhost:18999/')", "refused"),
            ("await fetch('http://[::ffff:10.0.0.1]:18999/')", "refused"),
            ("await fetch('http://169.254.169.254/latest')", "refused"),
            ("await fetch('http://192.168.0.1/')", "refused"), ("await fetch('file:///etc/passwd')", "refused"),
            ("await import('file:///etc/passwd')", "refused"), ("await import('https://example.com/x.js')", "refused"),
        ])
    func refused(expression: String, expected: String) async throws {
        let fixture = try await LocalFixture()
        let deployed = try await fixture.deploy(
            run: """
                import("node:fs");
                const config = { retries: { limit: 0, delay: 0 }, timeout: "10 seconds" };
                try { return await step.do("try", config, async () => String(\(expression))); }
                catch (error) { return error.name === "WorkflowTimeoutError" ? "timeout" : "refused"; }
                """)
        #expect(try await deployed.result().output == .string(expected))
        await fixture.runtime.shutdown()
    }

    @Test("Modules of Node that Workers have are there")
    func node() async throws {
        let fixture = try await LocalFixture()
        let deployed = try await fixture.deploy(
            "import { createHash } from \"node:crypto\";\n"
                + LocalFixture.module("return createHash(\"sha256\").update(\"a\").digest(\"hex\").slice(0, 8);"))
        #expect(try await deployed.result().output == "ca978112")
        await fixture.runtime.shutdown()
    }

    @Test("A deployment sees neither the variables nor the globals of another, nor its resources by their names")
    func deployments() async throws {
        let fixture = try await LocalFixture()
        let store = Binding(type: "kv_namespace", name: "KV_CACHE", settings: ["resource": "cache"])
        let body = """
            const seen = { secret: env.SECRET ?? null, global: globalThis.left ?? null, kept: await env.KV_CACHE.get("a") };
            globalThis.left = event.payload.name;
            Object.prototype.left = event.payload.name;
            await env.KV_CACHE.put("a", event.payload.name);
            return seen;
            """
        let first = try await fixture.deploy(
            LocalFixture.module(body), environment: ["SECRET": "of the first"], bindings: [store])
        let nothing: JSONValue = ["secret": nil, "global": nil, "kept": nil]
        #expect(
            try await first.result("r1", params: ["name": "first"]).output == [
                "secret": "of the first", "global": nil, "kept": nil,
            ])
        let second = try await fixture.deploy(
            LocalFixture.module(body), id: "d2", workflow: "w2", bindings: [store], connection: "c2")
        #expect(try await second.result("r2", params: ["name": "second"]).output == nothing)
        await fixture.runtime.shutdown()
    }
}
