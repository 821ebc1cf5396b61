import ArgumentParser
import JSON

/// `millrace members invite`
struct MembersInviteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Invites a person, and prints the token of the invitation, once.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @Argument(help: "The person's email address.")
    var email: String

    @Option(help: "member, admin or owner.")
    var role: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(present: ("email", .string(email)), ("role", role.map(JSONValue.string)))
        let made = try await api.post("/api/invitations", .object(body))
        Terminal.tell("Invited \(email); the token of the invitation is shown only once.\n")
        output.done(made["token"]?.string ?? "", made)
    }
}
