import ArgumentParser
import JSON

/// The workflow that a command is about.
struct WorkflowArgument: ParsableArguments {
    @Argument(help: "The workflow: its id or name.")
    var workflow: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.workflow, workflow) }

    func path(_ api: RESTClient) async throws -> String { "/api/workflows/\(try await find(api).id)" }
}

/// The run that a command is about.
struct RunArgument: ParsableArguments {
    @Argument(help: "The run's id.")
    var run: String

    /// Where the API has it, below its workflow.
    /// - Parameter patience: How long to wait for a run that is not listed: one that a webhook has just started is a moment
    ///   after the response.
    func path(_ api: RESTClient, patience: Duration = .zero) async throws -> String {
        let end = ContinuousClock.now + patience
        while true {
            do {
                let summary = try await api.get("/api/runs/\(run.asPathSegment)")
                return "/api/workflows/\(summary["workflowId"]?.string ?? "")/runs/\(summary.id)"
            } catch let refusal as RESTClient.Refusal where refusal.status == 404 {
                guard .now < end else { throw refusal }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// The connection that a command uses.
struct ConnectionOption: ParsableArguments {
    @Option(help: "The connection: its id or name; not required when there is only one.")
    var connection: String?

    func find(_ api: RESTClient) async throws -> JSONValue {
        if let connection { return try await api.find(.connection, connection) }
        return try Self.only(try await api.items("/api/connections"))
    }

    /// The one that a workflow is deployed to, when none is named.
    func find(_ api: RESTClient, ofWorkflow workflow: String) async throws -> String {
        if connection != nil { return try await find(api).id }
        let active = try await api.items("\(workflow)/deployments", ["status": "active"])
        let ids = Set(active.compactMap { $0["connectionId"]?.string })
        if ids.count == 1, let id = ids.first { return id }
        guard !ids.isEmpty else { return try await find(api).id }
        let candidates = try await api.items("/api/connections").filter { ids.contains($0.id) }
        return try Self.only(candidates).id
    }

    private static func only(_ connections: [JSONValue]) throws -> JSONValue {
        if connections.count == 1 { return connections[0] }
        guard !connections.isEmpty else {
            throw ClientError(.notFound, "The project has no connections. Create one with millrace connections create.")
        }
        throw ClientError(
            .usage, "There are \(connections.count) connections. Choose one with --connection:",
            lines: connections.map { "\($0.id)  \($0["name"]?.string ?? "")" })
    }
}

/// Consent to what a command changes.
struct ConfirmOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not prompt for confirmation.")
    var yes = false

    /// Asks on a terminal.
    /// - Parameter isRequired: Whether the flag is required where nobody can be asked.
    /// - Throws: `ClientError` when the answer is not yes.
    func confirm(_ question: String, isRequired: Bool = true) throws {
        guard !yes else { return }
        guard Terminal.isInteractive else {
            guard isRequired else { return }
            throw ClientError(.usage, "\(question) Cannot prompt without a terminal: pass --yes.")
        }
        guard Terminal.ask("\(question) [y/N] ").lowercased().hasPrefix("y") else {
            throw ClientError(.failure, "Cancelled.")
        }
    }
}
