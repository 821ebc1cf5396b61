import JSON
import PluginMessages

/// Programs that have something of everything.
enum Samples {
    static let mail = NodeTemplate(
        node: "mail", version: "1.0.0", target: "cloudflare",
        source: """
            interface Params { to: string; fails?: boolean }
            export type Result = { sent: string; call: unknown };
            const prefix = "mail";

            export default async function (
              env: { MAIL_TOKEN: string; MAIL_URL?: string }, params: Params, call: any,
            ): Promise<Result> {
              if (params.fails) throw Object.assign(new Error("refused"), { retryable: false });
              const url = env.MAIL_URL ?? "https://mail.test";
              return { sent: join(prefix, params.to, env.MAIL_TOKEN, url), call };
            }

            function join(...parts: string[]): string {
              return parts.join(" ");
            }
            """)

    static var everything: Program {
        var build = ProgramBuilder()
        let env = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
        let retries = StepOptions(retries: .init(limit: 1, delay: 5, backoff: .linear), timeout: 60_000)
        var statements = [
            build.step(
                "order", .code("const o: any = event.payload;\nawait env.KV_ORDERS?.get('x');\nreturn o;"),
                options: retries),
            build.call(
                "http",
                .http(
                    method: "POST", url: .text([env]), headers: .object([.init(key: "a", value: .literal("b"))]),
                    query: .empty, body: .reference(build.reference("order"))), options: retries),
            build.call(
                "mail", .template(0, params: .object([.init(key: "to", value: .text([.text("a "), env]))])),
                options: retries),
            build.call("nap", .sleep(.literal("1 minute")), storage: .none),
            build.call("until", .sleepUntil(.literal("2030-01-01")), storage: .none),
            build.call("approval", .waitForEvent(eventType: "ok", timeout: nil)),
            build.call("child", .subWorkflow(workflow: "c", className: "C", input: nil, waits: true, timeout: 1_000)),
            build.call(
                "tax", .subScript(worker: "tax", method: "POST", url: .literal("/"), headers: .empty, body: nil)),
        ]
        let inner = build.node("inner")
        let exit = Statement.exit(
            Exit(
                node: build.node("stop", storage: .none), condition: .plain("i > j"),
                target: .loop(node: inner, crossesArms: true)))
        let arms = [build.block([exit, build.value("x", "i")]), build.block([build.value("y", "j")])]
        let innerLoop = Statement.loop(
            Loop(
                node: inner, kind: .times(.literal(2)), indexVariable: "j",
                body: build.block([.parallel(node: build.node("arms"), arms: arms)])))
        let collection = Loop.Kind.forEach(collection: .plain("order.items", field: "collection"), itemVariable: "item")
        statements.append(
            .loop(Loop(node: build.node("outer"), kind: collection, indexVariable: "i", body: build.block([innerLoop])))
        )
        let race = Statement.race(node: build.node("race"), arms: [build.block([build.value("r", "1")])])
        statements.append(
            .tryCatch(
                TryCatch(
                    node: build.node("safe"), body: build.block([race]),
                    handler: build.block([build.value("h", "err.message")]),
                    finalizer: nil)))
        return build.program(
            statements, name: "Everything at once", trigger: .cron(expression: "0 9 * * *"), templates: [mail])
    }

    static var script: Program {
        var build = ProgramBuilder()
        let statements = [
            build.step("order", .code("return event.payload"), export: "order"),
            build.step("quiet", .code("return 1"), storage: .none),
            .branch(
                Branch(
                    node: build.node("choice", storage: .none),
                    arms: [
                        .init(
                            label: "a", condition: .plain("order.deep"),
                            body: build.block([
                                build.step("inner", .code("return order.deep + 1"), storage: .none, export: "in side")
                            ]))
                    ])),
            build.call("mail", .template(0, params: .object([.init(key: "to", value: .literal("b"))])), export: "mail"),
            build.call(
                "child", .subWorkflow(workflow: "c", className: "C", input: nil, waits: true, timeout: 1_000),
                storage: .none),
        ]
        return build.program(
            statements, kind: .script, name: "3 little scripts", trigger: .http(path: nil, method: nil),
            templates: [mail])
    }
}
