import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("What programs cannot do", .timeLimit(.minutes(3)))
struct IsolationTests {
    /// What a program tries, and what comes of it, or is in the error: modules of Node need Deno's interface, and
    /// `PermissionTests` shows that it would not help them.
    private static let attempts = [
        ("typeof Deno", "undefined"), ("typeof Worker", "undefined"), ("typeof localStorage", "undefined"),
        ("typeof sessionStorage", "undefined"), ("typeof caches", "undefined"),
        ("(await import('data:text/javascript,export default ' + 'typeof Deno')).default", "undefined"),
        ("(await import('node:vm')).runInNewContext('typeof Deno')", "undefined"),
        ("(await import('node:fs')).readFileSync('/etc/passwd', 'utf8')", "has no files"),
        ("(await import('node:fs')).writeFileSync('/tmp/millrace-probe', '')", "has no files"),
        // The host's messages are on the standard input, and what is written to the output goes to the host.
        ("(await import('node:fs')).readSync(0, new Uint8Array(1))", "has no files"),
        ("(await import('node:fs')).writeSync(1, 'x')", "has no files"),
        ("(await import('node:fs')).createReadStream('', { fd: 0 })", "has no files"),
        ("(await import('node:fs')).promises.readFile('/dev/stdin')", "has no files"),
        ("process.getBuiltinModule('fs').fstatSync(0)", "has no files"),
        ("(await import('node:fs/promises')).readFile('/dev/stdin')", "has no files"),
        ("new (await import('node:net')).Socket({ fd: 0 })", "has no files"),
        ("(await import('node:net')).connect({ fd: 1, port: 1 })", "has no files"),
        ("(await import('node:http')).request({ fd: 0, host: 'localhost' })", "has no files"),
        ("new (process.binding('pipe_wrap').Pipe)(0).open(0)", "has no files"),
        ("new (await import('node:tty')).ReadStream(0).resume()", "has no files"),
        (
            "new (await import('node:wasi')).WASI({ version: 'preview1' }).wasiImport.fd_read(0, 0, 1, 0)",
            "has no files"
        ),
        ("new (await import('node:wasi')).WASI({ version: 'preview1' }).getImportObject()", "has no files"),
        ("new (process.getBuiltinModule('wasi').WASI)({ version: 'unstable' }).start({ exports: {} })", "has no files"),
        ("(await import('node:v8')).getHeapSnapshot()", "has no access to its engine"),
        ("(await import('node:v8')).writeHeapSnapshot('/tmp/millrace-probe')", "has no access to its engine"),
        ("process.getBuiltinModule('v8').setFlagsFromString('--allow-natives-syntax')", "has no access to its engine"),
        ("(await import('node:process')).env.PATH", "Deno is not defined"),
        ("(await import('node:os')).hostname()", "Deno is not defined"),
        ("(await import('node:child_process')).execSync('id')", "Deno is not defined"),
        ("new (await import('node:worker_threads')).Worker('', { eval: true })", "has no threads"),
        ("new (process.getBuiltinModule('node:worker_threads')).Worker('', { eval: true })", "has no threads"),
        (
            "new ((await import('node:module')).createRequire(import.meta.url)('worker_threads')).Worker('')",
            "has no threads"
        ),
        ("new (await import('node:inspector')).Session().connect()", "Requires sys access to \"inspector\""),
        ("process.dlopen({ exports: {} }, '/lib/libc.so.6')", "Requires ffi access to \"/lib/libc.so.6\""),
        ("process.kill(1, 0)", "Requires run access"),
        // What ends the process as a person would is done again for ever.
        ("process.kill(process.pid, 9)", "sends no signals"),
        ("(await import('node:process')).kill(process.pid, 'SIGSTOP')", "sends no signals"),
        ("process.kill({ valueOf: () => process.pid } as any, 'SIGTERM')", "sends no signals"),
        ("(process as any)._kill(process.pid, 9)", "sends no signals"),
        ("await fetch('file:///etc/passwd')", "Requires read access to \"/etc/passwd\""),
        ("await import('file:///etc/passwd')", "Requires read access to \"/etc/passwd\""),
        ("await import(['file:///etc/passwd'].join())", "Requires read access to \"/etc/passwd\""),
        ("await import('https://example.com/x.js')", "--no-remote"),
    ]

    @Test("A program sees no Deno, reads no file or variable, runs nothing and loads no code but its own")
    func programIsConfined() async throws {
        try await LocalFixture.with { fixture in
            let tries = Self.attempts.map { "async () => \($0.0)" }.joined(separator: ",\n")
            let function = try await fixture.deploy(
                "declare const process: any;\n"
                    + LocalFixture.function(
                        """
                        const outcomes = [];
                        for (const attempt of [\(tries)]) {
                          outcomes.push(await attempt().then(String, String));
                        }
                        return Response.json(outcomes);
                        """), kind: .script)
            let outcomes = try await function.ask().json?.array ?? []
            #expect(outcomes.count == Self.attempts.count)
            for ((expression, expected), outcome) in zip(Self.attempts, outcomes) {
                #expect(outcome.string?.contains(expected) == true, "\(expression): \(outcome)")
            }
        }
    }

    @Test("Modules of Node that Workers have are there")
    func modulesOfNodeAreThere() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                "import { createHash } from \"node:crypto\";\n"
                    + LocalFixture.module("return createHash(\"sha256\").update(\"a\").digest(\"hex\").slice(0, 8);"))
            #expect(try await deployed.result().output == "ca978112")
        }
    }

    @Test("A deployment sees neither the variables nor the globals of another, nor its resources by their names")
    func deploymentsAreIsolated() async throws {
        try await LocalFixture.with { fixture in
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
        }
    }
}
