import PluginMessages

/// Fields of a node that are known only when the run reaches it. Each is checked then.
extension RunPrinter {
    /// The options of a node's step, or request, as an argument; `nil` when everything is left to the platform.
    func options(of node: Int) -> String? {
        settings.hasOptions ? optionsName(of: node) : program.nodes[node].options.json
    }

    /// Milliseconds that an attempt may take, as an expression.
    func attemptTime(of node: Int) -> String {
        settings.hasOptions && settings["timeout"] != nil
            ? "\(optionsName(of: node)).timeout" : "\(program.nodes[node].options.attemptTime)"
    }

    /// Declares the options of a node whose retries or timeout are not known before.
    mutating func printOptions(of call: Call) {
        guard settings.hasTimes else { return }
        switch call.operation {
        case .step(_, let inline): guard isDurable, !inline else { return }
        case .http, .subScript: break
        case .sleep, .sleepUntil, .waitForEvent, .subWorkflow, .template: return
        }
        settings.hasOptions = true
        let node = call.node
        var members: [String] = []
        if let retries = retries(of: node) { members.append("retries: { \(retries) }") }
        let timeout = duration("timeout", of: node) ?? program.nodes[node].options.timeout.map { "\($0)" }
        if let timeout { members.append("timeout: \(timeout)") }
        out.line("const \(optionsName(of: node)): any = { \(members.joined(separator: ", ")) };")
    }

    private func optionsName(of node: Int) -> String { "$options\(node)" }

    /// Where one of them is known, the others have the values of the compiler.
    private mutating func retries(of node: Int) -> String? {
        let known = program.nodes[node].options.retries
        var limit: String?
        if let value = settings["retryLimit"] {
            use(.count)
            limit = "$count(\(values.print(value)), \(id(of: node)))"
        }
        let delay = duration("retryDelay", of: node)
        let backoff = choice("backoff", named: "back-off", of: node, ["constant", "linear", "exponential"])
        guard known != nil || limit != nil || delay != nil || backoff != nil else { return nil }
        var members = ["limit: \(limit ?? "\(known?.limit ?? 5)")", "delay: \(delay ?? "\(known?.delay ?? 10_000)")"]
        let usual = known?.backoff.map { "\"\($0.rawValue)\"" }
        if let backoff = backoff ?? usual { members.append("backoff: \(backoff)") }
        return members.joined(separator: ", ")
    }

    mutating func method(of node: Int) -> String? {
        choice(
            "method", named: "method", of: node, ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
    }

    mutating func eventType(of node: Int) -> String? {
        guard let value = settings["eventType"] else { return nil }
        use(.eventType)
        return "$eventType(\(values.print(value)), \(id(of: node)))"
    }

    mutating func duration(_ key: String, of node: Int) -> String? {
        settings[key].map { milliseconds($0, of: node) }
    }

    private mutating func choice(_ key: String, named name: String, of node: Int, _ choices: [String]) -> String? {
        guard let value = settings[key] else { return nil }
        use(.choice)
        let list = choices.map { JavaScriptText.string($0) }.joined(separator: ", ")
        let field = JavaScriptText.string("The \(name) of \"\(program.nodes[node].id)\"")
        return "$choice(\(values.print(value)), \(field), [\(list)])"
    }

    private func id(of node: Int) -> String { JavaScriptText.string(program.nodes[node].id) }
}
