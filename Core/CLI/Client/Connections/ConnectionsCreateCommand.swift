import ArgumentParser
import JSON

/// `millrace connections create`
struct ConnectionsCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a connection, after its provider has verified the credentials.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The provider's id; millrace connections providers lists them.")
    var provider: String

    @Option(help: "The name.")
    var name: String?

    @OptionGroup var credentials: CredentialsOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("provider", .string(provider)), ("name", name.map(JSONValue.string)),
            ("credentials", try credentials.value()))
        let connection = try await api.post("/api/connections", .object(body))
        output.done("Created \"\(connection["name"]?.string ?? "")\": \(connection.id)", connection)
    }
}
