import JSON

/// Changes what is installed, and shows it.
struct MarketplaceAction {
    let api: RESTClient
    let output: Output
    let isDryRun: Bool

    /// Shows the permissions that the change gives a package, and asks for consent; most packages have none.
    /// - Parameter action: The last part of the path.
    func confirm(_ action: String, _ node: NodeArgument, _ confirmation: ConfirmOption) async throws {
        guard !isDryRun else { return }
        let change = try await api.post("/api/marketplace/\(action)", .object(node.body), ["dryRun": "true"])
        let permissions = (change["permissions"]?.array ?? []).compactMap { $0["text"]?.string }
        guard !permissions.isEmpty else { return }
        Terminal.tell("\(node.id) \(change["version"]?.string ?? ""):\n")
        for permission in permissions { Terminal.tell("  \(permission)\n") }
        try confirmation.confirm("\(action.prefix(1).uppercased())\(action.dropFirst()) \(node.id)?")
    }

    /// - Parameters:
    ///   - action: The last part of the path.
    ///   - body: More members of the request.
    func run(_ action: String, _ node: NodeArgument, _ body: JSONObject = [:]) async throws {
        var request = node.body
        for (name, value) in body { request[name] = value }
        let change = try await api.post(
            "/api/marketplace/\(action)", .object(request), ["dryRun": isDryRun ? "true" : nil])
        let workflows = (change["workflows"]?.array ?? []).compactMap { $0["name"]?.string }
        let used = workflows.isEmpty ? "" : "; used by \(workflows.joined(separator: ", "))"
        let version = change["version"]?.string.map { " \($0)" } ?? ""
        let previous = change["previousVersion"]?.string.map { " (was \($0))" } ?? ""
        output.done(
            "\(isDryRun ? "Would \(action)" : "Done: \(action)") \(node.id)\(version)\(previous)\(used).", change)
    }
}
