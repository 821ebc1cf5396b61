import ArgumentParser

/// `millrace runs get`
struct RunsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a run's state, its params, output and steps.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    private static let columns = [
        Column("Run", "id"), Column("Workflow", "workflowId"), Column("Status", "status"),
        Column("Waits for", "waitingFor"), Column("Error", "error"), Column("Params", json: "params"),
        Column("Output", json: "output"), Column("Created", "createdAt"), Column("Finished", "finishedAt"),
    ]
    private static let steps = [
        Column("STEP", "name"), Column("STATUS", "status"), Column("ATTEMPTS", "attempts"),
        Column("STARTED", "startedAt"), Column("ENDED", "endedAt"), Column("NEXT ATTEMPT", "nextAttemptAt"),
        Column("ERROR", "error"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let path = try await run.path(api)
        let state = try await api.get(path)
        guard !output.isJSON else { return output.json(state) }
        var shown = try await api.named([state.withErrorText], "workflowId", .workflow)[0].object ?? [:]
        if let wait = state["waitingFor"] { shown["waitingFor"] = RunWaitText(wait).map { .string($0.text) } }
        output.details(.object(shown), Self.columns)
        let steps = try await api.list("\(path)/steps")
        guard let list = steps["data"]?.array, !list.isEmpty else { return }
        Terminal.print()
        var table = steps.object ?? [:]
        table["data"] = .array(list.map(\.withErrorText))
        // Most runs have no step that waits for another attempt.
        let waits = list.contains { $0["nextAttemptAt"]?.string != nil }
        output.list(.object(table), waits ? Self.steps : Self.steps.filter { $0.path != "nextAttemptAt" })
    }
}
