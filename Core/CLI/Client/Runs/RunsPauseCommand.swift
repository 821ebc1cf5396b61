import ArgumentParser

/// `millrace runs pause`
struct RunsPauseCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Pauses a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.done("Run \(run.run) is paused.", try await api.post(try await run.path(api) + "/pause"))
    }
}
