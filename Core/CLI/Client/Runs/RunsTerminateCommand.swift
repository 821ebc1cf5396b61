import ArgumentParser

/// `millrace runs terminate`
struct RunsTerminateCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "terminate", abstract: "Terminates a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    @OptionGroup var confirmation: ConfirmOption

    @Flag(help: "Run the rollback handlers of its steps first, where the provider has them.")
    var rollback = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let path = try await run.path(api)
        try confirmation.confirm("Terminate the run \(run.run)?")
        let terminated = try await api.post("\(path)/terminate", rollback ? ["rollback": true] : [:])
        output.done("Run \(run.run) is terminated.", terminated)
    }
}
