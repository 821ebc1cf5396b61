import JavaScript
import PluginMessages

/// Prints a module's default export: what starts runs, or answers requests.
struct HandlerPrinter {
    let kind: Program.Kind
    let trigger: Trigger
    let code: TriggerCode?
    private(set) var out = Printer()

    init(_ program: Program, code: TriggerCode?) {
        kind = program.kind
        trigger = program.trigger
        self.code = code
        if let code, case .module = code.form {
            out.code(JavaScriptSource(code.text), field: "triggerCode")
            out.blank()
        }
        out.open("export default {")
        printFetch()
        if let queues = code?.queues, !queues.isEmpty { print(queues) }
        if case .cron = trigger, kind == .workflow { printScheduled() }
        out.close("};")
    }

    private mutating func printFetch() {
        switch code?.form {
        case .body?:
            out.open("async fetch(request: Request, env: Env, ctx: any): Promise<any> {")
            out.code(JavaScriptSource(code?.text ?? ""), field: "triggerCode")
            out.close("},")
        case .module(let function?)?: out.line("fetch: \(function),")
        case .module(nil)?, nil:
            out.open("async fetch(request: Request, env: Env): Promise<Response> {")
            out.open("try {")
            switch kind {
            case .workflow: printStart()
            case .script: printAnswer()
            }
            out.reopen("} catch (error: any) {")
            out.line("console.error(error);")
            out.line("return Response.json({ message: error?.message ?? String(error) }, { status: 500 });")
            out.close("}")
            out.close("},")
        }
    }

    private mutating func printStart() {
        let method = if case .http(_, let method?) = trigger { method } else { "POST" }
        let methods =
            method == "POST" || method == "GET"
            ? "request.method === \"POST\""
            : "[\"POST\", \(JavaScriptText.string(method))].includes(request.method)"
        out.open("if (\(methods)) {")
        out.line("const text = await request.text();")
        out.line("const instance = await env.WORKFLOW.create({ params: text === \"\" ? {} : JSON.parse(text) });")
        out.line("return Response.json({ runId: instance.id, instanceId: instance.id });")
        out.close("}")
        out.line(
            "if (request.method !== \"GET\") return Response.json({ message: \"Method not allowed\" }, { status: 405 });"
        )
        out.line("const query = new URL(request.url).searchParams;")
        out.line("const id = query.get(\"instanceId\");")
        if method == "GET" {
            out.open("if (id === null) {")
            out.line("const instance = await env.WORKFLOW.create({ params: Object.fromEntries(query) });")
            out.line("return Response.json({ runId: instance.id, instanceId: instance.id });")
            out.close("}")
        } else {
            out.line(
                "if (id === null) return Response.json({ message: \"instanceId is missing\" }, { status: 400 });")
        }
        out.line("const instance = await env.WORKFLOW.get(id).catch(() => undefined);")
        out.line(
            "if (instance === undefined) return Response.json({ message: `No instance ${id}` }, { status: 404 });")
        out.line("return Response.json(await instance.status());")
    }

    private mutating func printAnswer() {
        out.line("if (request.method !== \"POST\") return new Response(null);")
        out.line("const text = await request.text();")
        out.line("const payload = text === \"\" ? {} : JSON.parse(text);")
        out.line("const event = { payload, timestamp: new Date(), instanceId: crypto.randomUUID() };")
        out.line("return Response.json(await runGraph(env, event));")
    }

    private mutating func print(_ queues: [QueueConsumer]) {
        out.open("async queue(batch: any, env: Env, ctx: any): Promise<void> {")
        // A function may take fewer arguments than it is given.
        if queues.count == 1, let only = queues.first {
            out.line("const consumer: any = \(only.function);")
        } else {
            let entries = queues.map { "[\(JavaScriptText.string($0.queue)), \($0.function)]" }
            out.line("const consumers = new Map<string, any>([\(entries.joined(separator: ", "))]);")
            out.line("const consumer = consumers.get(batch.queue);")
            out.line("if (consumer === undefined) throw new Error(`No function takes the messages of ${batch.queue}`);")
        }
        out.line("await consumer(batch, env, ctx);")
        out.close("},")
    }

    private mutating func printScheduled() {
        out.open("async scheduled(controller: any, env: Env): Promise<void> {")
        out.line("const { cron, scheduledTime } = controller;")
        out.line("await env.WORKFLOW.create({ params: { cron, scheduledTime } });")
        out.close("},")
    }
}
