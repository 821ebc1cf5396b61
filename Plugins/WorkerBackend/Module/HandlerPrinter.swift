import JavaScript
import PluginMessages

/// Prints a module's default export: what starts runs, or answers requests.
struct HandlerPrinter {
    let kind: Program.Kind
    let trigger: Trigger
    let code: TriggerCode?
    let limits: WorkerLimits
    let requests: RequestGuard
    let globals: HiddenGlobals
    /// What trigger code that is the body of `fetch` imports under other names.
    let aliases: [ModuleImports.Alias]
    private(set) var out = Printer()
    private(set) var helpers: Set<RuntimeHelper> = []

    init(
        _ program: Program, code: TriggerCode?, aliases: [ModuleImports.Alias], requests: RequestGuard,
        globals: HiddenGlobals, limits: WorkerLimits
    ) {
        kind = program.kind
        self.globals = globals
        self.aliases = aliases
        self.limits = limits
        trigger = program.trigger
        self.requests = requests
        self.code = code
        if let code, case .module = code.form {
            out.code(code.text)
            let classes = code.durableObjects.filter { !$0.isExported }.map(\.name)
            if !classes.isEmpty { out.line("export { \(classes.joined(separator: ", ")) };") }
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
            // What the code imports goes before what it is given.
            let names = ["request", "env", "ctx"].map { name in
                aliases.contains { $0.name == name } ? "$\(name)" : name
            }
            out.open("async fetch(\(names[0]): Request, \(names[1]): Env, \(names[2]): any): Promise<any> {")
            for alias in aliases { out.line(alias.declaration) }
            out.code(code?.text ?? "")
            out.close("},")
        case .module(let function?)?: out.line("fetch: \(function),")
        case .module(nil)?, nil:
            helpers.formUnion(requests.helpers)
            out.open("async fetch(request: Request, env: Env): Promise<Response> {")
            switch kind {
            case .workflow where requests.isClosed:
                let response = globals.qualified("Response")
                let message = "Requests do not start this workflow"
                out.line("return \(response).json({ message: \"\(message)\" }, { status: 404 });")
            case .workflow: printStart()
            case .script: printAnswer()
            }
            out.close("},")
        }
    }

    private mutating func printStart() {
        helpers.formUnion(RuntimeHelper.webhook.closure)
        var (path, method): (String?, String?) = (nil, nil)
        if case .http(let ownPath, let ownMethod) = trigger { (path, method) = (ownPath, ownMethod) }
        var members = ["method: \(JavaScriptText.string(method ?? "POST"))"]
        if let path, !path.isEmpty { members.append("path: \(JavaScriptText.string(path))") }
        members.append("payloadBytes: \(limits.payloadBytes)")
        let request = requests.checked("request", limit: limits.payloadBytes)
        let answer = "return await $webhook(\(request), env.WORKFLOW, { \(members.joined(separator: ", ")) });"
        guard requests.isChecking else { return out.line(answer) }
        out.open("try {")
        out.line(answer)
        printRefusal()
    }

    private mutating func printRefusal() {
        out.reopen("} catch (error: any) {")
        out.line("return $refused(error);")
        out.close("}")
    }

    private mutating func printAnswer() {
        helpers.formUnion(RuntimeHelper.payload.closure)
        let response = globals.qualified("Response")
        out.line("if (request.method !== \"POST\") return new \(response)(null);")
        out.open("try {")
        let request = requests.checked("request", limit: limits.scriptPayloadBytes)
        out.line("const payload = await $payload(\(request), \(limits.scriptPayloadBytes), true);")
        out.line(
            "const event = { payload, timestamp: new \(globals.qualified("Date"))(), "
                + "instanceId: \(globals.qualified("crypto")).randomUUID() };")
        out.line("return \(response).json(await runGraph(env, event));")
        printRefusal()
    }

    private mutating func print(_ queues: [QueueHandler]) {
        out.open("async queue(batch: any, env: Env, ctx: any): Promise<void> {")
        // A function may take fewer arguments than it is given.
        if queues.count == 1, let only = queues.first {
            out.line("const consumer: any = \(only.function);")
        } else {
            let entries = queues.map { "[\(JavaScriptText.string($0.queue)), \($0.function)]" }
            let map = globals.qualified("Map")
            out.line("const consumers = new \(map)<string, any>([\(entries.joined(separator: ", "))]);")
            out.line("const consumer = consumers.get(batch.queue);")
            let error = globals.qualified("Error")
            out.line("if (consumer === undefined) throw new \(error)(`No function consumes the queue ${batch.queue}`);")
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

extension Printer {
    /// Trigger code, indented to its place.
    fileprivate mutating func code(_ text: String) {
        let source = JavaScriptSource(text)
        code(source.bytes, tokens: source.tokens, field: "triggerCode")
    }
}
