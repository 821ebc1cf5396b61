import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

/// Emitted code on a platform that has nothing but its own interface.
@Suite("Attempts and arms in emitted code", .timeLimit(.minutes(10)))
struct AttemptTests {
    private func run(_ code: String, _ options: StepOptions = StepOptions()) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let step = build.step("a", .code(code), options: options)
        return try await WorkerRun(emit(build.program([step]))).run()
    }

    @Test(
        "`ctx` has the attempt and a signal, and `fetch` ends with the attempt; the user's own names go first",
        arguments: [
            ("return ctx.attempt;", 1), ("return ctx.signal.aborted;", false),
            ("await new Promise((r) => setTimeout(r, 80)); return ctx.signal.aborted;", true),
            (
                "await new Promise((r) => setTimeout(r, 80)); "
                    + "return await fetch('http://127.0.0.1:9/').catch((e) => /has ended/.test(e.message));", true
            ),
            ("const ctx = { attempt: 'mine' }; return ctx.attempt;", "mine"),
            ("const fetch = () => 'mine'; return fetch();", "mine"),
        ] as [(String, JSONValue)])
    func context(code: String, result: JSONValue) async throws {
        #expect(try await run(code, StepOptions(timeout: 20)).result == result)
    }

    /// What may make a request to a server that answers nobody who waits.
    enum Sender: CaseIterable, Sendable {
        case request, code, template, library

        func call(_ build: inout ProgramBuilder, _ options: StepOptions = StepOptions()) -> Statement {
            let base = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
            switch self {
            case .request:
                return build.call(
                    "a",
                    .http(
                        method: "GET", url: .text([base, .text("/hang")]), headers: .empty, query: .empty, body: nil),
                    options: options)
            case .code: return build.step("a", .code("return await fetch(`${env.BASE}/hang`);"), options: options)
            case .template, .library: return build.call("a", .template(0, params: .empty), options: options)
            }
        }

        var templates: [NodeTemplate] {
            let source: String
            switch self {
            case .request, .code: return []
            case .template:
                source = "export default async (env: any) => await (await fetch(`${env.BASE}/hang`)).json();"
            case .library:
                source = """
                    import { request } from "@millrace/node";
                    export default (env: any) => request({ name: "V", base: env.BASE }, "GET", "/hang");
                    """
            }
            return [NodeTemplate(node: "t", version: "1.0.0", target: "cloudflare", source: source)]
        }
    }

    @Test("A request ends with the timeout of its attempt", arguments: Sender.allCases)
    func timeout(sender: Sender) async throws {
        var build = ProgramBuilder()
        let call = sender.call(&build, StepOptions(retries: .init(limit: 0, delay: 0), timeout: 5_000))
        let outcome = try await WorkerRun(emit(build.program([call], templates: sender.templates))).run()
        #expect(outcome.error != nil)
        #expect(outcome.json["requests"]?.array?.map { $0["aborted"] } == [true])
    }

    /// A binding that notes what it is asked, for code that has its `env` from `$env`.
    private static let late = "await new Promise((r) => setTimeout(r, 80));"

    @Test(
        "Bindings and the global fetch refuse what an attempt that is over asks of them",
        arguments: [
            ("await env.SERVICE_A.fetch('https://x/late')", "refused"),
            ("const { SERVICE_A: s } = env; await s.fetch('https://x/late')", "refused"),
            ("const held = env.SERVICE_A; await held.fetch('https://x/late')", "refused"),
            ("await globalThis.fetch(`${env.BASE}/late`)", "refused"),
            ("await self.fetch(`${env.BASE}/late`)", "refused"),
            ("if (!('SERVICE_A' in env) || env.BASE === undefined) throw new Error('has ended: no env')", "reached"),
            ("globalThis.setTimeout(() => {}, 1); new globalThis.Date(); globalThis.atob('')", "reached"),
        ])
    func bindings(code: String, end: String) async throws {
        var build = ProgramBuilder()
        let text =
            "\(Self.late) try { \(code); return 'reached'; } catch (e) { return /has ended/.test(e.message) ? 'refused' : e.message; }"
        let step = build.step("a", .code(text), options: StepOptions(timeout: 20))
        let outcome = try await WorkerRun(emit(build.program([step]))).service("SERVICE_A").run()
        #expect(outcome.result == .string(end))
        #expect(outcome.json["requests"] == [])
    }

    @Test("What a binding made goes back to it as it was, and works while the attempt is not over")
    func guarded() async throws {
        var build = ProgramBuilder()
        let step = build.step(
            "a", .code("const b = env.SERVICE_A; return (await (await b.fetch('https://x/in-time')).json()).path;"),
            options: StepOptions(timeout: 5_000))
        let artifact = try emit(build.program([step]))
        #expect(artifact.source.contains("function $guarded("))
        #expect(try await WorkerRun(artifact).service("SERVICE_A").run().result == "/in-time")
    }

    @Test("A binding refuses what an arm that lost asks of it")
    func lostBinding() async throws {
        var build = ProgramBuilder()
        let slow = build.step(
            "slow",
            .code(
                "\(Self.late) try { await env.SERVICE_A.fetch(`${env.BASE}/late`); } catch (e) { globalThis.late = e.message; throw e; }"
            ),
            storage: .local)
        let fast = build.value("fast", "'fast'", storage: .local)
        let race = Statement.race(node: build.node("first"), arms: [build.block([slow]), build.block([fast])])
        let end = build.value("end", "(await new Promise((r) => setTimeout(r, 200)), globalThis.late)")
        let outcome = try await WorkerRun(emit(build.program([race, end]))).service("SERVICE_A").run()
        #expect(outcome.result == "Arm 2 of \"first\" finished first: this step was cancelled")
    }

    /// The code of a node that asks a binding once its attempt is over, and notes what it is told.
    private static func lateNode(_ request: String) -> NodeTemplate {
        NodeTemplate(
            node: "t", version: "1.0.0", target: "cloudflare",
            source: """
                export default async (env: any, params: any) => {
                  \(late)
                  try { await \(request); } catch (e: any) { (globalThis as any).late = e.message; throw e; }
                };
                """)
    }

    @Test(
        "A binding refuses what a node's code asks of it once its attempt is over",
        arguments: [
            "env.SERVICE_A.fetch('https://x/late')", "env[params.name].fetch('https://x/late')",
            "((held: any) => held.fetch('https://x/late'))(env.SERVICE_A)",
        ])
    func lateNode(request: String) async throws {
        let params = ValueTemplate.literal(["name": "SERVICE_A"])
        var build = ProgramBuilder()
        let slow = build.call("slow", .template(0, params: params), storage: .local)
        let fast = build.value("fast", "'fast'", storage: .local)
        let race = Statement.race(node: build.node("first"), arms: [build.block([slow]), build.block([fast])])
        let end = build.value("end", "(await new Promise((r) => setTimeout(r, 200)), globalThis.late)")
        let lost = build.program([race, end], templates: [Self.lateNode(request)])
        let outcome = try await WorkerRun(emit(lost)).service("SERVICE_A").run()
        #expect(outcome.result == "Arm 2 of \"first\" finished first: this step was cancelled")

        var timed = ProgramBuilder()
        let options = StepOptions(retries: .init(limit: 0, delay: 0), timeout: 20)
        let call = timed.call("a", .template(0, params: params), options: options)
        let slower = timed.program([call], templates: [Self.lateNode(request)])
        let failure = try await WorkerRun(emit(slower)).service("SERVICE_A").run()
        #expect(failure.error == "The attempt ran longer than 20 ms: it has ended")
    }

    @Test("A node whose attempt is not over reaches its bindings, with the node's own fields in the environment")
    func timelyNode() async throws {
        let template = NodeTemplate(
            node: "t", version: "1.0.0", target: "cloudflare",
            source: """
                export default async (env: any) => {
                  const answer = await (await env.SERVICE_A.fetch("https://x/in-time")).json();
                  return [answer.path, env.TOKEN];
                };
                """)
        var build = ProgramBuilder()
        let call = build.call(
            "a", .template(0, params: .literal(["token": "own"])), options: StepOptions(timeout: 5_000),
            secretFields: ["token": "TOKEN"])
        let artifact = try emit(build.program([call], templates: [template]))
        #expect(artifact.source.contains("env, $guarded)"))
        #expect(try await WorkerRun(artifact).service("SERVICE_A").run().result == ["/in-time", "own"])
    }

    @Test("A node that reads variables alone has the platform's own env")
    func variablesAlone() throws {
        let template = NodeTemplate(
            node: "t", version: "1.0.0", target: "cloudflare", source: "export default (env: any) => env.TOKEN;")
        var build = ProgramBuilder()
        let call = build.call("a", .template(0, params: .empty), options: StepOptions(timeout: 5_000))
        #expect(try !emit(build.program([call], templates: [template])).source.contains("$guarded"))
    }

    @Test("Code that cannot be over before it ends has the platform's own env")
    func plainEnvironment() throws {
        var build = ProgramBuilder()
        let step = build.step("a", .code("return env.SERVICE_A.fetch('https://x/');"))
        let artifact = try emit(build.program([step]))
        #expect(!artifact.source.contains("$guarded") && !artifact.source.contains("$attempt"))
    }

    @Test("A request ends with its arm of a race", arguments: Sender.allCases)
    func lostRace(sender: Sender) async throws {
        var build = ProgramBuilder()
        let slow = sender.call(&build)
        let fast = build.step(
            "fast",
            .code("while (!(await (await fetch(`${env.BASE}/hanging`)).json())) {}\nreturn 'fast';"), storage: .local)
        let race = Statement.race(node: build.node("first"), arms: [build.block([slow]), build.block([fast])])
        let end = build.value("end", "first")
        let program = build.program([race, end], templates: sender.templates)
        let outcome = try await WorkerRun(emit(program)).run()
        #expect(outcome.result == "fast")
        #expect(outcome.json["requests"]?.array?.map { $0["aborted"] } == [true])
    }

    @Test("A node's code has the signal of its attempt, which is not part of what it returns of its call")
    func callSignal() async throws {
        let template = NodeTemplate(
            node: "t", version: "1.0.0", target: "cloudflare",
            source: """
                export default async (_env: any, _params: any, call: any) => {
                  await new Promise((resolve) => call.signal.addEventListener("abort", resolve));
                  return [call.signal.aborted, Object.keys(call)];
                };
                """)
        var build = ProgramBuilder()
        let call = build.call("a", .template(0, params: .empty), options: StepOptions(timeout: 20))
        let outcome = try await WorkerRun(emit(build.program([call], templates: [template]))).run()
        #expect(outcome.result == [true, ["instanceId", "stepName", "idempotencyKey", "attempt"]])
    }

    @Test("NonRetryableError is in scope of a step's code and ends it at once")
    func final() async throws {
        let retries = StepOptions(retries: .init(limit: 3, delay: 1))
        let outcome = try await run("throw new NonRetryableError('stop');", retries)
        #expect(outcome.error?.contains("stop") == true)
        #expect(outcome.json["steps"]?.array?.first?["attempts"] == 1)
    }

    @Test("The winner of a race is a step of its own; an arm that lost begins no other and leaves no value")
    func race() async throws {
        var build = ProgramBuilder()
        let slow = build.value(
            "slow", "await new Promise((done) => setTimeout(() => done('slow'), 40))", storage: .hoisted)
        let after = build.value("after", "'after'")
        let fast = build.value("fast", "'fast'", storage: .hoisted)
        let race = Statement.race(
            node: build.node("first"), arms: [build.block([slow, after]), build.block([fast])])
        let end = build.value(
            "end", "(await new Promise((r) => setTimeout(r, 120)), [first, fast, slow ?? 'none'])")
        let outcome = try await WorkerRun(
            emit(build.program([race, end], declares: ["slow", "fast"]))
        ).run()
        #expect(outcome.result == ["fast", "fast", "none"])
        #expect(outcome.steps.contains("first: winner"))
        #expect(!outcome.steps.contains("after"))
    }

    @Test("Rollback options of a step that code makes in an arm reach the platform")
    func rollback() async throws {
        let code = "return await step.do('inner', async (own) => own.attempt, { rollback: async () => {} });"
        var build = ProgramBuilder()
        let one = build.step("one", .code(code), storage: .local)
        let both = Statement.parallel(node: build.node("both"), arms: [build.block([one])])
        let outcome = try await WorkerRun(emit(build.program([both]))).run()
        #expect(outcome.result == [1], "\(outcome.json.text)")
        let inner = outcome.json["steps"]?.array?.first { $0["name"] == "inner" }
        #expect(inner?["hasRollback"] == true)
    }

    @Test("When an arm fails, its siblings begin nothing more")
    func failing() async throws {
        var build = ProgramBuilder()
        let slow = build.value("slow", "await new Promise((done) => setTimeout(() => done('slow'), 40))")
        let after = build.value("after", "'after'")
        let fails = build.step("fails", .code("throw new Error('no');"))
        let both = Statement.parallel(
            node: build.node("both"), arms: [build.block([slow, after]), build.block([fails])])
        let caught = build.value("caught", "(await new Promise((r) => setTimeout(r, 120)), err.message)")
        let attempt = Statement.tryCatch(
            TryCatch(
                node: build.node("attempt"), body: build.block([both]), handler: build.block([caught]),
                finalizer: nil))
        let outcome = try await WorkerRun(emit(build.program([attempt]))).run()
        #expect(outcome.result == "no")
        #expect(outcome.steps.contains("both: stopped"))
        #expect(!outcome.steps.contains("after"))
    }

    @Test("The id of a sub-workflow's run has how deep it is nested, and the deepest starts no other")
    func nesting() async throws {
        var build = ProgramBuilder()
        let child = build.call(
            "child", .subWorkflow(workflow: "a", className: "A", input: nil, waits: false, timeout: 300_000))
        let source = try emit(build.program([child])).source
        let called = source.components(separatedBy: "$childId(event.instanceId)")
        #expect(called.count == 2)
        let run = try WorkerRun(emit(build.program([child]))).workflow("WORKFLOW_A").randomIDs
        // Of version 8: one of another version, as the platform or Millrace make it, has no depth.
        for (parent, version) in [
            ("run-1", "8001"), ("3f0e8a52-7c1b-4d5e-9f00-0123456789ab", "8001"), ("nested-31-9f", "8020"),
            ("3f0e8a52-7c1b-800f-9f00-0123456789ab", "8010"), ("3f0e8a52-7c1b-801f-9f00-0123456789ab", "8020"),
        ] {
            let id = try #require(try await run.instance(parent).run().result?["id"]?.string)
            #expect(UUID(uuidString: id) != nil && id == id.lowercased(), "\(id)")
            #expect(id.split(separator: "-").dropFirst(2).first.map(String.init) == version, "\(parent): \(id)")
        }
        for parent in ["nested-32-9f", "3f0e8a52-7c1b-8020-9f00-0123456789ab"] {
            let refused = try await run.instance(parent).run()
            #expect(refused.result == nil)
            #expect(refused.error?.hasPrefix("NestingLimitExceeded: ") == true)
        }
    }
}
