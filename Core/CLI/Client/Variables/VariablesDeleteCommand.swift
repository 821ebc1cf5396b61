import ArgumentParser

/// `millrace variables delete`
struct VariablesDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Deletes a variable.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The variable: its id or name.")
    var variable: String

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await api.find(.variable, variable)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the variable \(name)?")
        output.done("Deleted \(name).", try await api.call(.DELETE, "/api/env-vars/\(found.id)"))
    }
}
