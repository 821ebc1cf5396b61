import ArgumentParser
import JSON

/// `millrace connections edit`
struct ConnectionsEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes a connection's name or credentials.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var connection: ConnectionArgument

    @Option(help: "The new name.")
    var name: String?

    @OptionGroup var credentials: CredentialsOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", name.map(JSONValue.string)), ("credentials", try credentials.value()))
        guard !body.isEmpty else { throw ClientError(.usage, "Nothing to change. Pass --name or --credentials.") }
        let id = try await connection.find(api).id
        let changed = try await api.call(.PATCH, "/api/connections/\(id)", [:], .object(body))
        output.done("Changed \"\(changed["name"]?.string ?? "")\".", changed)
    }
}
