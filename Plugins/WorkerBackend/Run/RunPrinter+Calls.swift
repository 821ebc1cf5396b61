import JSON
import PluginMessages
import Values

/// Nodes that do something.
extension RunPrinter {
    mutating func print(_ call: Call) {
        let node = call.node
        settings = NodeSettings(call.settings)
        printOptions(of: call)
        defer { settings = NodeSettings() }
        switch call.operation {
        case .step(let code, let inline): print(code, of: node, inline: inline)
        case .http(let method, let url, let headers, let query, let body):
            send(Request(method, url, headers: headers, query: query, body: body), node)
        case .subScript(let worker, let method, let url, let headers, let body):
            let service = "env.\(services.name(of: .service(worker)))"
            send(Request(method, url, headers: headers, body: body, service: service), node)
        case .template(let index, let params):
            use(.callOf)
            let name = stepName(node)
            let options = program.nodes[node].options
            let follows = templates.followsAttempts
            let guards = isDurable && canBeOver(node) && templates.reachesBindings(index)
            let isFramed = isDurable && (follows || guards || templates.namesSignal)
            if isDurable { use(.template) }
            if isFramed { use(.attempt) }
            if follows { use(.signals) }
            if guards { use(.guarded) }
            let frame = (
                start: isFramed ? "$attempt(\(options.attemptTime), " : "",
                end: guards ? ", env, $guarded)" : isFramed ? ")" : ""
            )
            let parameters = guards ? "$context: any, $fetch: any, env: any" : "$context: any"
            inStep(node, parameter: isDurable ? parameters : "", frame: frame) {
                let params = $0.values.print(params, indent: $0.out.indent)
                let template = $0.authorized($0.templates.name(of: index), node)
                if $0.isDurable {
                    let run = "$run(\(template), env, \(params), $call(event, \(name), $context), \(options.attempts))"
                    $0.out.line("return await \(follows ? "$during($context.signal, () => \(run))" : run);")
                } else {
                    $0.out.line("return await \(template)(env, \(params), $call(event, \(name)));")
                }
            }
        case .sleep(let duration): wait(node, "sleep", milliseconds(duration, of: node))
        case .sleepUntil(let time): wait(node, "sleepUntil", date(time, of: node))
        case .waitForEvent(let type, let timeout):
            let type = eventType(of: node) ?? JavaScriptText.string(type)
            let limit = duration("timeout", of: node) ?? timeout.map { "\($0)" }
            wait(node, "waitForEvent", "{ type: \(type)\(limit.map { ", timeout: \($0)" } ?? "") }")
        case .subWorkflow(let workflow, let className, let input, let waits, let timeout):
            start(
                node, workflow, .workflow(service: workflow, className: className), input, waits: waits,
                timeout: duration("timeout", of: node) ?? "\(timeout)")
        }
    }

    /// A node's code with the credential that the node names, and with the secrets of the node's own fields, which come
    /// before the credential's.
    private mutating func authorized(_ template: String, _ node: Int) -> String {
        let fields = program.nodes[node].secretFields
        let own =
            fields.isEmpty ? template : "\(LibraryCode.name).withFields(\(Self.object(fields)), \(template))"
        guard let credential = program.nodes[node].credential else { return own }
        use(credential)
        return "\(LibraryCode.name).withCredential(\(JavaScriptText.string(credential.name)), "
            + "\(Self.object(credential.variables)), \(own))"
    }

    private static func object(_ texts: [String: String]) -> String {
        let members = texts.sorted { $0.key < $1.key }
            .map { "\(JavaScriptText.string($0.key)): \(JavaScriptText.string($0.value))" }
        return "{ \(members.joined(separator: ", ")) }"
    }

    /// `body` in a durable step; in a script, or `inline`, in a function that is called in its place.
    mutating func inStep(
        _ node: Int, isDurable: Bool = true, parameter: String = "", frame: (start: String, end: String) = ("", ""),
        keptAs target: String? = nil, body: (inout RunPrinter) -> Void
    ) {
        // Piece by piece: most of a program is steps.
        out.begin()
        if let target { out.put(target) } else { putTarget(node) }
        out.put("await ")
        if isDurable, self.isDurable {
            out.put("step.do(")
            out.put(word: stepName(node))
            out.put(", ")
            if let options = options(of: node) {
                out.put(word: options)
                out.put(", ")
            }
            out.put(word: frame.start)
            out.put("async (")
            out.put(parameter)
            out.put(") => {")
            out.end()
            out.indentMore()
            body(&self)
            out.dedent()
            out.begin()
            out.put("}")
            out.put(word: frame.end)
            out.put(");")
            out.end()
        } else {
            // A statement must not begin with a bracket, which could belong to the line before. In an arm, what the code
            // came to is nobody's once the arm is over.
            let isInArm = self.isDurable && scope.arms > 0
            if isInArm { out.put("step.own") }
            out.put("(async (")
            out.put(parameter)
            out.put(") => {")
            out.end()
            out.indentMore()
            body(&self)
            out.close(isInArm ? "});" : "})();")
        }
    }

    private mutating func wait(_ node: Int, _ method: String, _ argument: String) {
        guard isDurable else { return refuse(node) }
        out.line("\(target(node))await step.\(method)(\(stepName(node)), \(argument));")
    }

    /// What is known only when the program runs is checked then.
    mutating func milliseconds(_ duration: ValueTemplate, of node: Int) -> String {
        if case .literal = duration { return values.print(duration) }
        use(.duration)
        return "$duration(\(values.print(duration)), \(JavaScriptText.string(program.nodes[node].id)))"
    }

    /// A literal that JavaScript reads as the compiler does is a `Date`; everything else is checked when it runs.
    private mutating func date(_ time: ValueTemplate, of node: Int) -> String {
        if case .literal(.string(let text)) = time, TextFormat.isDateTime(text),
            text.utf8.count == 10 || text.contains("T") && text.hasSuffix("Z")
        {
            return "new \(global("Date"))(\(JavaScriptText.string(text)))"
        }
        use(.time)
        return "$time(\(values.print(time)), \(JavaScriptText.string(program.nodes[node].id)))"
    }

    private mutating func refuse(_ node: Int) {
        let (id, type) = (program.nodes[node].id, program.nodes[node].type)
        report(
            Diagnostic(
                code: "worker.script.durable",
                message: "A function cannot wait: it has no durable run. Use a workflow for \"\(type)\".",
                pointer: "/nodes/\(node)", nodeId: id))
    }

    /// Starts another workflow in one step and, when it waits, looks for its end in steps of their own. The run's id is
    /// made in a step before: an attempt whose answer was lost is found by it, and `restart` makes another.
    private mutating func start(
        _ node: Int, _ called: String, _ service: ServiceBindings.Service, _ input: ValueTemplate?, waits: Bool,
        timeout: String
    ) {
        let workflow = "env.\(services.name(of: service))"
        guard isDurable else {
            let input = values.printInput(input ?? .empty, indent: out.indent)
            if values.usesWritten { use(.written) }
            return out.line("\(target(node))await \(workflow).create({ params: \(input) });")
        }
        let (id, instance) = ("$id\(node)", "$instance\(node)")
        out.line(
            "const \(id): string = await step.do(\(stepName(node, suffix: ": id")), async () => $childId(event.instanceId));"
        )
        use(.childID)
        use(.start)
        inStep(node, keptAs: waits ? "const \(instance): any = " : nil) {
            let input = $0.values.printInput(input ?? .empty, indent: $0.out.indent)
            if $0.values.usesWritten { $0.use(.written) }
            $0.out.line("return await $start(\(workflow), \(id), \(input));")
        }
        guard waits else { return }
        use(.output)
        out.line(
            "\(target(node))await $output(step, \(workflow), \(JavaScriptText.string(called)), \(stepName(node)), "
                + "\(instance).id, \(timeout));")
    }
}

extension StepOptions {
    /// Milliseconds that an attempt may take.
    var attemptTime: Int { timeout ?? 600_000 }

    /// The retries and the time of an attempt in milliseconds, with what `step.do` does where nothing is said:
    /// https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/
    fileprivate var attempts: String {
        "\(retries?.limit ?? 5), \(attemptTime)"
    }

    /// The argument of `step.do`, with milliseconds; `nil` when everything is left to the platform.
    var json: String? {
        var members: [String] = []
        if let retries {
            let backoff = retries.backoff.map { ", backoff: \"\($0.rawValue)\"" } ?? ""
            members.append("retries: { limit: \(retries.limit), delay: \(retries.delay)\(backoff) }")
        }
        if let timeout { members.append("timeout: \(timeout)") }
        return members.isEmpty ? nil : "{ \(members.joined(separator: ", ")) }"
    }
}
