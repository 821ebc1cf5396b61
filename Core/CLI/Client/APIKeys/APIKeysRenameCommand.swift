import ArgumentParser
import JSON

/// `millrace api-keys rename`
struct APIKeysRenameCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Renames an API key.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var key: APIKeyArgument

    @Argument(help: "The new name.")
    var name: String

    func run(_ api: RESTClient, _ output: Output) async throws {
        let id = try await key.find(api).id
        let changed = try await api.call(.PATCH, "/api/api-keys/\(id)", [:], ["name": .string(name)])
        output.done("Renamed to \"\(name)\".", changed)
    }
}
