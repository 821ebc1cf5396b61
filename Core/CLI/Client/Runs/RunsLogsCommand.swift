import ArgumentParser

/// `millrace runs logs`
struct RunsLogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "logs", abstract: "Shows the logs of a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    @OptionGroup var filter: LogFilterOptions

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.logs(
            try await api.list(try await run.path(api) + "/logs", filter.query),
            empty: filter.isEmpty ? "The run has printed nothing." : "No log line of the run matches.")
    }
}
