import ArgumentParser

/// `millrace api-keys rotate`
struct APIKeysRotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Replaces an API key with a new one, which is shown only once.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var key: APIKeyArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await key.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Rotate \"\(name)\"?")
        let made = try await api.post("/api/api-keys/\(found.id)/rotate")
        Terminal.tell("Rotated \"\(name)\"; the key is shown only once.\n")
        output.done(made["key"]?.string ?? "", made)
    }
}
