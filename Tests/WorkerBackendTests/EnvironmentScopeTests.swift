import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("The platform's env and others", .timeLimit(.minutes(10)))
struct EnvironmentScopeTests {
    private static func names(_ code: String) throws -> [String] {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        return try emit(build.program([step])).bindings.map(\.name).filter { $0 != "WORKFLOW" }
    }

    @Test(
        "An env of the code's own binds nothing",
        arguments: [
            "const env = { KV_X: 2 }; return ((env) => env.DB_A)({ DB_A: 1 }) + env.KV_X;", "((env) => env.KV_A)(x)",
            "(env => env.KV_A)(x)", "function f(env: Env) { return env.KV_A }", "const f = ({ env }) => env.KV_A",
            "const f = ({ a: { env } = {} }: P) => env.KV_A", "const f = async ([env]) => { await env.KV_A }",
            "for (const env of list) env.KV_A", "try { } catch (env) { env.KV_A }", "let env; env.KV_A",
            "class Q { env = { AI: 1 }; m() { return this.env.AI } }", "const o = { f(env) { return env.KV_A } }",
            "import { env } from 'x'; return env.KV_A",
            "import { x as env } from 'cloudflare:workers'; env.KV_A", "return env.KV_A; var env;",
            "import * as cf from 'other'; return cf.env.KV_A", "const cf = await import('other'); return cf.env.KV_A",
            "import * as cf from 'cloudflare:workers'; return ((cf) => cf.env.KV_A)(x)",
            "const { waitUntil } = await import('cloudflare:workers'); return x.env.KV_A",
            "const { env } = x; env.KV_A",
            "const { KV_A } = x.env; return x.env.KV_B", "function f() { return this.env.KV_A }",
            "const f = function (a, env = { KV_A: 1 }) { return env.KV_A }", "const env = x; const { KV_A } = env;",
            "type T = { env: Env }; const a: T['env'] = b; return a.KV_A", "env: for (;;) break env",
            "const f = (e) => e.KV_A; return f(x)", "const f = (e, d) => e.KV_A; return f(x, env)",
            "class S { constructor(x) { this.env = x } get() { return this.env.KV_A } } return new S(env.y).get()",
        ])
    func own(code: String) throws {
        #expect(try Self.names(code) == [])
    }

    @Test(
        "The platform's env is found under every name that is given its value",
        arguments: [
            ("if (x) { const env = y; env.KV_NO } return env.KV_A", ["KV_A"]),
            ("const e = env; return e.KV_A", ["KV_A"]), ("const e: Env = this.env; return e.KV_A", ["KV_A"]),
            ("import { env } from 'cloudflare:workers'; return env.KV_A", ["KV_A"]),
            ("import { x, env as e, } from \"cloudflare:workers\"\nreturn e.KV_A.get(e['DB_B'])", ["DB_B", "KV_A"]),
            ("import * as cf from 'cloudflare:workers'; return cf.env.KV_A.get(cf['env'].DB_B)", ["DB_B", "KV_A"]),
            ("import * as cf from 'cloudflare:workers'; const { env: e } = cf; return e.KV_A", ["KV_A"]),
            ("import * as cf from 'cloudflare:workers'; const { KV_A } = cf.env; return KV_A", ["KV_A"]),
            ("const { env: e } = await import('cloudflare:workers'); return e.KV_A", ["KV_A"]),
            ("const cf = await import('cloudflare:workers'); return cf.env.KV_A", ["KV_A"]),
            ("return (await import('cloudflare:workers')).env.KV_A.get('x')", ["KV_A"]),
            ("return import('cloudflare:workers').then(({ env }) => env.KV_A)", ["KV_A"]),
            ("return import('cloudflare:workers').then((m) => m.env.KV_A.get('x'))", ["KV_A"]),
            ("return import('cloudflare:workers').then(m => m.env.KV_A.get('x'))", ["KV_A"]),
            ("const { env } = this; return env.KV_A", ["KV_A"]), ("const { env: e } = this; return e.KV_A", ["KV_A"]),
            ("const { KV_A, DB_B: b } = env; return b", ["DB_B", "KV_A"]),
            ("function f(env) { return env.KV_A } return f(env)", ["KV_A"]),
            ("const f = async ({ env }) => env.KV_A; return f({ env })", ["KV_A"]),
            ("const f = () => { const g = () => this.env.KV_A; return g() }; return f()", ["KV_A"]),
            ("const a = { env: 1, KV_X: env.KV_A }; return a.env", ["KV_A"]),
            ("return xs.map((x) => env.KV_A.get(x))", ["KV_A"]), ("return `${env.KV_A}`", ["KV_A"]),
            ("return a < env.KV_A && b > (c)", ["KV_A"]), ("return (env as any).KV_B + env!.KV_A", ["KV_A"]),
            ("not a b sentence; const env = 1; return env.KV_A", ["KV_A"]),
            ("const f = async (e) => e.KV_A.get('x'); return await f(env)", ["KV_A"]),
            ("function f(x, { KV_A, DB_B: b }) { return b } return f(1, env)", ["DB_B", "KV_A"]),
            ("const g = (e) => h(e); function h(x) { return x.KV_A } return g(env as any)", ["KV_A"]),
            (
                "class S { constructor(env) { this.env = env } get() { return this.env.KV_A } } return new S(env).get()",
                ["KV_A"]
            ),
            ("return ((env)).KV_A.get((((env as any)))?.['DB_B'])", ["DB_B", "KV_A"]),
            ("const { KV_A } = env as any; const { DB_B } = (env as any); return DB_B", ["DB_B", "KV_A"]),
        ])
    func platform(code: String, names: [String]) throws {
        let found = try Self.names(code)
        #expect(Set(names).isSubset(of: found))
        #expect(!found.contains("KV_NO"))
    }

    @Test(
        "Annotated functions of trigger code have env as their second parameter, whatever it is called",
        arguments: [
            ("return new Response(await env.KV_A.get('x'))", ["KV_A"]),
            ("import { env as e } from 'cloudflare:workers';\nreturn new Response(e.KV_A)", ["KV_A"]),
            ("@fetch function f(request, bindings, ctx) { return new Response(bindings.KV_A) }", ["KV_A"]),
            ("@fetch function f(request, { KV_A }) { return new Response(KV_A) }", ["KV_A"]),
            (
                "@fetch async function f(request: Request, env: Env) { return help(env) }\n"
                    + "const help = (env) => new Response(env.KV_A)", ["KV_A"]
            ),
            ("@queue function mail(batch, env) { return send(batch) }\nfunction send(env) { return env.KV_A }", []),
            (
                "@fetch function f() { return new Response('') }\nclass A extends B { m() { return this.env.KV_A } }",
                ["KV_A"]
            ),
        ])
    func triggers(code: String, names: [String]) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code("return 1;"))
        let artifact = try emit(build.program([step], triggerCode: code))
        #expect(artifact.bindings.map(\.name).filter { $0.hasPrefix("KV") } == names)
    }

    @Test(
        "A binding that is none of ours is a warning that names it, and a variable that a deploy needs",
        arguments: [
            ("return env.SHOP.fetch('https://x')", "SHOP", "SERVICE_SHOP"),
            ("\nawait env.POST.send(m)", "POST", "SEND_EMAIL_POST"),
            ("return env.COUNTER.get(id)", "COUNTER", "DURABLE_OBJECT"),
            ("await this.env.CACHE.put('a', 1)", "CACHE", "KV"),
            ("const e = env; return e.CACHE.list()", "CACHE", "KV_CACHE"),
            ("let cache = env.CACHE; return cache.list()", "CACHE", "KV_CACHE"),
            ("const { CACHE } = env; return CACHE.list()", "CACHE", "KV_CACHE"),
            ("const cache = env.CACHE!; return (cache as any).list()", "CACHE", "KV_CACHE"),
            ("await env.MY_DB.prepare('x')", "MY_DB", "DB_MY_DB"),
            ("await env.MAIN.prepare('x').first()", "MAIN", "DB_MAIN"),
            ("await env.SEND_MAIL.create({ id: crypto.randomUUID() })", "SEND_MAIL", "sub_workflow"),
        ])
    func unknown(code: String, name: String, advice: String) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        let artifact = try emit(build.program([step]))
        let problem = try #require(artifact.warnings.first)
        #expect(problem.severity == .warning)
        let binding = try #require(artifact.bindings.first { $0.name == name })
        #expect(binding.type == "variable" && binding.settings[Binding.unknown]?.string == problem.message)
        #expect(artifact.requiredEnvironment == [name])
        #expect(problem.code == "worker.binding.unknown")
        #expect(problem.message.contains("\"\(name)\""))
        #expect(problem.message.contains(advice))
        #expect(problem.nodeId == "only")
        #expect(problem.pointer == "/nodes/0/data/code")
        #expect(problem.line == (code.hasPrefix("\n") ? 2 : 1))
    }

    @Test(
        "What only one kind of binding has makes a binding of a name that says nothing",
        arguments: [
            (
                "const id = env.COUNTER.idFromName('a'); return env.COUNTER.get(id)", "COUNTER",
                "durable_object_namespace"
            ),
            ("return env.ROOM.getByName('a').fetch('https://x')", "ROOM", "durable_object_namespace"),
            ("await env.OUTGOING_MAIL.send(m)", "OUTGOING_MAIL", "send_email"),
            ("return (await env.VISITORS.limit({ key: 'a' })).success", "VISITORS", "ratelimit"),
            ("return (await env.PICTURES.info(stream)).format", "PICTURES", "images"),
            ("return await env.SHOP_KEY.get()", "SHOP_KEY", "secrets_store_secret"),
            ("const { RATE_LIMITER } = env; return RATE_LIMITER.limit({ key: 'a' })", "RATE_LIMITER", "ratelimit"),
            ("const { SEND_EMAIL_A } = env; return SEND_EMAIL_A.send(m)", "SEND_EMAIL_A", "send_email"),
            ("const { IMAGES } = env; return IMAGES.input(s)", "IMAGES", "images"),
            ("const { SECRETS_STORE_A: a } = env; return a.get()", "SECRETS_STORE_A", "secrets_store_secret"),
            ("const { DURABLE_OBJECT_A: a } = env; return a.get(id)", "DURABLE_OBJECT_A", "durable_object_namespace"),
            ("return await env.ASSETS.fetch('https://x/logo.svg')", "ASSETS", "assets"),
            ("const { ASSETS: files } = env; return files.fetch('https://x')", "ASSETS", "assets"),
            ("return env.ROOM!.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("return (env.ROOM as any).idFromName('x')", "ROOM", "durable_object_namespace"),
            ("return (env as any).ROOM.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("const ns = env.ROOM; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("const ns: any = this.env.ROOM\nreturn ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("const { ROOM } = env; return ROOM.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("let ns = env.ROOM; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("var x = 1, ns = (env.ROOM as any); return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("let ns; ns = env.ROOM; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            (
                "let ns: any = null; if (x) { ns = env.ROOM } return ns?.idFromName('x')", "ROOM",
                "durable_object_namespace"
            ),
            ("let ns = env.OTHER; ns = env.ROOM; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("let ns = env.ROOM; let b = ns; return b.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("let { ROOM: ns } = env; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("let e; e = env; return e.ROOM.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("const { ROOM: ns } = env; return ns.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("return env.ROOM?.idFromName('x')", "ROOM", "durable_object_namespace"),
            ("return env.ROOM[\"idFromName\"]('x')", "ROOM", "durable_object_namespace"),
            ("return env.ROOM.idFromName<string>('x')", "ROOM", "durable_object_namespace"),
            ("const a = env.ROOM; const b = a!; return b?.idFromName?.('x')", "ROOM", "durable_object_namespace"),
            (
                "function open(x, ns) { return ns.idFromName('x') }\nreturn open([1, 2], env.ROOM)", "ROOM",
                "durable_object_namespace"
            ),
            (
                "const open = (ns: any) => ns.idFromName('x'); return open(env.ROOM)", "ROOM",
                "durable_object_namespace"
            ),
        ])
    func kinds(code: String, name: String, type: String) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        let artifact = try emit(build.program([step]))
        #expect(artifact.bindings.first { $0.name == name }?.type == type)
        #expect(artifact.requiredEnvironment.isEmpty)
        #expect(!artifact.warnings.contains { $0.code == "worker.binding.unknown" })
        let types = [
            "durable_object_namespace": "DurableObjectNamespace", "send_email": "SendEmail", "ratelimit": "RateLimit",
            "images": "ImagesBinding", "secrets_store_secret": "SecretsStoreSecret", "assets": "Fetcher",
        ]
        #expect(artifact.source.contains("\(name): \(types[type] ?? "");"))
    }

    @Test(
        "What is called of another value is not called of the variable",
        arguments: [
            "let url = env.ROOM; url = new URL(url); return url.resolve()",
            "const url = new URL(env.ROOM); return url.idFromName('x')",
            "let ns = env.ROOM; if (x) ns = y; return ns.idFromName('x')",
            "let ns = y; ns = env.ROOM; return ns.idFromName('x')",
            "let ns = env.ROOM; ns ??= y; return ns.idFromName('x')",
            "let ns = env.ROOM; for (ns of y) ns.idFromName('x')",
            "let { ROOM } = env; ROOM = y; return ROOM.idFromName('x')",
            "const { a = env.ROOM } = y; return a.idFromName('x')",
            "const text = env.ROOM + 'x'; return text.idFromName('x')",
            "const list = env.ROOM.split(','); return list.map((x) => x.trim())",
            "{ const ns = env.ROOM; ns.trim() } const ns = x; return ns.idFromName('x')",
            "function f(ns, other) { return other.idFromName(ns) } return f(env.ROOM, x)",
            "const { ROOM = {} } = env; return ROOM.idFromName('x')",
            "return f(env.ROOM).idFromName('x')", "return (x || env.ROOM).idFromName('x')",
            "function f(ns) { return ns.get ? ns.get() : ns } return f(env.ROOM)",
            "const a = env.ROOM\nreturn x.idFromName(a)",
        ])
    func others(code: String) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        let artifact = try emit(build.program([step]))
        #expect(artifact.bindings.first { $0.name == "ROOM" }?.type == "variable")
        #expect(!artifact.warnings.contains { $0.code == "worker.binding.unknown" })
    }

    @Test("A name that begins like a variable's stays one, though it resembles a binding's")
    func resembling() throws {
        var build = ProgramBuilder()
        let step = build.step(
            "only", .code("return [env.EMAIL, env.IMAGES_URL, env.RATE_LIMIT, env.SECRETS.trim(), env.ASSETS]"))
        let artifact = try emit(build.program([step]))
        #expect(artifact.requiredEnvironment == ["ASSETS", "EMAIL", "IMAGES_URL", "RATE_LIMIT", "SECRETS"])
    }

    @Test(
        "Text, known bindings and bindings that may be missing are none",
        arguments: [
            "return env.HOST.trim().toUpperCase() + env.LIST.split(',')", "return env.KV_A.get('x')", "env.AI.run('m')",
            "return env.ASSETS?.fetch('x')", "return env.WORKFLOW.create({})",
            "const env = { ASSETS: x }; env.ASSETS.fetch()",
            "return x.env.ASSETS.fetch()", "return 'env.ASSETS.fetch()'", "return env.SERVICE_A.fetch('x')",
        ])
    func known(code: String) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        let artifact = try emit(build.program([step]))
        #expect(!artifact.warnings.contains { $0.code == "worker.binding.unknown" })
        #expect(artifact.bindings.allSatisfy { $0.settings[Binding.unknown] == nil })
    }
}
