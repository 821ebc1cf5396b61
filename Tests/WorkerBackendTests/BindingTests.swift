import JSON
import PluginMessages
import Testing
import WorkerBackend

@Suite("Bindings", .timeLimit(.minutes(10)))
struct BindingTests {
    private static func bindings(_ code: String) throws -> [Binding] {
        var build = ProgramBuilder()
        let step = build.step("only", .code(code))
        return try emit(build.program([step])).bindings.filter { $0.name != "WORKFLOW" }
    }

    @Test(
        "A member of env is found wherever JavaScript reads one",
        arguments: [
            ("env.A", ["A"]), ("env?.A", ["A"]), ("env['A']", ["A"]), ("env?.[`A`]", ["A"]), ("this.env.A", ["A"]),
            ("const { A, B: b = 1, ...c } = env;", ["A", "B"]), ("const { A: { x } } = this.env;", ["A"]),
            ("({ 'A': x } = env)", ["A"]), ("// env.A\n'env.B'; `env.C`; /env.D/", []), ("`${env.A}`", ["A"]),
            ("process.env.A; import.meta.env.B; x.env.C", []), ("env.toString(); env.a; env[name]", []),
            ("environment.A; myenv.B", []), ("env\n  .A", ["A"]), ("env.B.concat(env.A)", ["A", "B"]),
        ])
    func scanning(code: String, names: [String]) throws {
        #expect(try Self.bindings(code).map(\.name) == names)
    }

    @Test(
        "A name says what it binds",
        arguments: [
            ("KV", "kv_namespace", nil, true), ("KV_CARTS", "kv_namespace", nil, true),
            ("KVSTORE", "kv_namespace", nil, true),
            ("DB", "d1", nil, true), ("HYPERDRIVE_PG", "hyperdrive", nil, true),
            ("BUCKET_A", "r2_bucket", "bucket_a", false),
            ("QUEUE_ORDER_MAIL", "queue", "order-mail", false), ("QUEUE", "queue", "queue", false),
            ("AI", "ai", nil, false), ("AI_X", "ai", nil, false), ("VECTORIZE", "vectorize", "vectorize", false),
            ("ANALYTICS", "analytics_engine", nil, false), ("BROWSER", "browser", nil, false),
            ("SERVICE_TAX", "service", "service_tax", false),
        ] as [(String, String, String?, Bool)])
    func kinds(name: String, type: String, resource: String?, isRequired: Bool) throws {
        var build = ProgramBuilder()
        let step = build.step("only", .code("return env.\(name)"))
        let artifact = try emit(build.program([step]))
        let binding = try #require(artifact.bindings.last)
        #expect(binding.name == name)
        #expect(binding.type == type)
        #expect(binding.settings["resource"]?.string == resource)
        #expect(artifact.requiredEnvironment == (isRequired ? ["\(name)_BINDING_ID"] : []))
    }

    @Test("Anything else is a variable, required unless every use can do without")
    func variables() throws {
        var build = ProgramBuilder()
        let code = build.step("code", .code("return [env.AIRTABLE, env.B ?? 1, env.C || 2, env.C, env?.D]"))
        let call = build.call(
            "call",
            .http(
                method: "GET",
                url: .text([.text("https://"), .reference(Reference(root: .environment, path: [.key("HOST")]))]),
                headers: .empty, query: .empty, body: nil))
        let artifact = try emit(build.program([code, call]))
        #expect(artifact.requiredEnvironment == ["AIRTABLE", "C", "HOST"])
        #expect(artifact.bindings.filter { $0.type == "variable" }.map(\.name) == ["AIRTABLE", "B", "C", "D", "HOST"])
    }

    @Test("A workflow binds itself")
    func own() throws {
        #expect(
            try emit(Samples.everything).bindings.first
                == Binding(type: "workflow", name: "WORKFLOW", settings: ["className": "EverythingAtOnce"]))
    }
}

@Suite("Limits", .timeLimit(.minutes(10)))
struct LimitTests {
    @Test("More durable steps than a run may have are an error; inline steps and sleeps do not count")
    func steps() throws {
        func program(_ count: Int) -> Program {
            var build = ProgramBuilder()
            var statements = (0..<count).map { build.step("s\($0)", .code("return 1"), storage: .none) }
            statements.append(build.call("nap", .sleep(.literal(5)), storage: .none))
            statements.append(build.step("inline", .code(""), inline: true, storage: .none))
            return build.program(statements)
        }
        #expect(diagnostics(program(1_024), limits: .free).isEmpty)
        #expect(diagnostics(program(1_025), limits: .free).map(\.code) == ["worker.limit.steps"])
    }

    @Test("A loop that may pass the limit is a warning", arguments: [(500, false), (1_024, false), (1_025, true)])
    func loops(rounds: Int, warns: Bool) throws {
        var build = ProgramBuilder()
        let body = build.block([build.value("each", "1")])
        let loop = Statement.loop(
            Loop(node: build.node("loop"), kind: .times(.literal(.int(rounds))), indexVariable: "i", body: body))
        let artifact = try emit(build.program([loop]), limits: .free)
        #expect(artifact.warnings.map(\.code) == (warns ? ["worker.limit.loop"] : []))
    }
}
