import ArgumentParser
import JSON

/// `millrace credentials edit`
struct CredentialsEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes a credential's name or values.",
        discussion: "Values that are not passed are unchanged; null removes one.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    @Option(help: "The new name; nodes that use the old one need another version.")
    var name: String?

    @OptionGroup var values: CredentialValuesOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(present: ("name", name.map(JSONValue.string)), ("values", try values.value()))
        guard !body.isEmpty else { throw ClientError(.usage, "Nothing to change. Pass --name or --values.") }
        let id = try await credential.find(api).id
        let changed = try await api.call(.PATCH, "/api/credentials/\(id)", [:], .object(body))
        output.done("Changed \"\(changed["name"]?.string ?? "")\".", changed)
    }
}
