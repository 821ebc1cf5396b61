import ArgumentParser
import JSON

/// `millrace api-keys create`
struct APIKeysCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates an API key, which is shown only once.",
        discussion: "The key alone is on standard output, so that it can be piped to a secret store.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name.")
    var name: String

    @Option(
        name: .customLong("scope"), help: "A scope besides read: write, deploy or audit; may be repeated.")
    var scopes: [String] = []

    @Option(help: ArgumentHelp("When it expires, such as 2027-12-31T00:00:00Z.", valueName: "time"))
    var expires: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let scopes = ["read"] + scopes.filter { $0 != "read" }
        let body = JSONObject(
            present: ("name", .string(name)), ("scopes", .array(scopes.map(JSONValue.string))),
            ("projectId", api.project.map(JSONValue.string)), ("expiresAt", expires.map(JSONValue.string)))
        let made = try await api.post("/api/api-keys", .object(body))
        Terminal.tell("Created \"\(name)\" (\(made.id)); the key is shown only once.\n")
        output.done(made["key"]?.string ?? "", made)
    }
}
