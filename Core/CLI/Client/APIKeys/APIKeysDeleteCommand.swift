import ArgumentParser

/// `millrace api-keys delete`
struct APIKeysDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Revokes an API key.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var key: APIKeyArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await key.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Revoke \"\(name)\"?")
        output.done("Revoked \"\(name)\".", try await api.call(.DELETE, "/api/api-keys/\(found.id)"))
    }
}
