import ArgumentParser
import JSON

/// `millrace credentials create`
struct CredentialsCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a credential.",
        discussion: """
            With --project the credential is that project's; otherwise it is the organization's. The type oauth2 needs \
            millrace credentials authorize before it can be used.
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name that nodes use, such as slack-marketing.")
    var name: String

    @Argument(help: "The type's id; millrace credentials types lists them.")
    var type: String

    @OptionGroup var values: CredentialValuesOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body: JSONValue = ["name": .string(name), "type": .string(type), "values": try values.value() ?? [:]]
        let made = try await api.post("/api/credentials", body)
        let more = made["state"] == "unauthorized" ? " Authorize it: millrace credentials authorize \(name)" : ""
        output.done("Created \"\(name)\": \(made.id)\(more.isEmpty ? "" : ".")\(more)", made)
    }
}
