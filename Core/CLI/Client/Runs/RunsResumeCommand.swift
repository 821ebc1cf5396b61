import ArgumentParser

/// `millrace runs resume`
struct RunsResumeCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Resumes a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.done("Run \(run.run) is resumed.", try await api.post(try await run.path(api) + "/resume"))
    }
}
