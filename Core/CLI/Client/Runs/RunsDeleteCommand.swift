import ArgumentParser

/// `millrace runs delete`
struct RunsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a run that has ended.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let path = try await run.path(api)
        try confirmation.confirm("Delete the run \(run.run)?")
        output.done("Deleted the run \(run.run).", try await api.call(.DELETE, path))
    }
}
