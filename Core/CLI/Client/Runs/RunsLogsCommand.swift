import ArgumentParser

/// `millrace runs logs`
struct RunsLogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "logs", abstract: "Shows the logs of a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let logs = try await api.list(try await run.path(api) + "/logs")
        guard !output.isJSON else { return output.json(logs) }
        for line in logs["data"]?.array ?? [] {
            let (time, level) = (Column("", "loggedAt").text(of: line), line["level"]?.string ?? "")
            print("\(time) \(Output.paint(level))  \((line["text"]?.string ?? "").printable)")
        }
    }
}
