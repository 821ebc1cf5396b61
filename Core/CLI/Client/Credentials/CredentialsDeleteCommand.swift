import ArgumentParser

/// `millrace credentials delete`
struct CredentialsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Deletes a credential.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await credential.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the credential \"\(name)\"?")
        output.done("Deleted \"\(name)\".", try await api.call(.DELETE, "/api/credentials/\(found.id)"))
    }
}
