import JSON
import PluginMessages

/// Nodes that make a request.
extension RunPrinter {
    mutating func send(_ request: Request, _ node: Int) {
        let config = options(of: node) ?? "{}"
        let value = printed(request, node)
        if values.usesSegment { use(.segment) }
        if values.usesOrigin { use(.origin) }
        if values.usesWritten { use(.written) }
        use(isDurable ? .request : .requestInPlace)
        let sent = send(value, node)
        let call = isDurable ? "$request(step, \(stepName(node)), " : "$requestInPlace("
        out.line("\(target(node))await \(call)\(config), async ($signal) => await \(sent));")
    }

    /// The call that sends a request, with the credential that the node names.
    private mutating func send(_ request: String, _ node: Int) -> String {
        guard let credential = program.nodes[node].credential else { return "$send(\(request), $signal)" }
        use(credential)
        if templates.followsAttempts { use(.signals) }
        return "\(LibraryCode.name).sendAuthorized(env, \(JavaScriptText.string(credential.name)), "
            + "async ($authorize) => await $send({ ...\(request), authorize: $authorize }, $signal))"
    }

    private mutating func printed(_ request: Request, _ node: Int) -> String {
        let indent = out.indent + 1
        var members: [String] = []
        if let service = request.service { members.append("service: \(service)") }
        let method = method(of: node)
        members.append("method: \(method ?? JavaScriptText.string(request.method))")
        members.append("url: \(values.printURL(request.url))")
        for (key, value) in [("headers", request.headers), ("query", request.query)] where value != .empty {
            members.append("\(key): \(values.print(value, indent: indent))")
        }
        if let body = request.body(isSent: method != nil) {
            members.append("body: \(values.printBody(body, indent: indent))")
        }
        let line = "{ \(members.joined(separator: ", ")) }"
        guard line.utf8.count > ValuePrinter.lineWidth || line.contains("\n") else { return line }
        let margin = String(repeating: "  ", count: out.indent)
        return "{\n\(members.map { "\(margin)  \($0),\n" }.joined())\(margin)}"
    }
}
