import ArgumentParser

/// `millrace projects delete`
struct ProjectsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a project that has no workflows.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var target: ProjectArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await target.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the project \"\(name)\"?")
        output.done("Deleted \"\(name)\".", try await api.call(.DELETE, "/api/projects/\(found.id)"))
    }
}
