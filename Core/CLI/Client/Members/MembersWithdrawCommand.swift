import ArgumentParser

/// `millrace members withdraw`
struct MembersWithdrawCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "Withdraws an invitation.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @Argument(help: "The invitation: its id, or the email address.")
    var invitation: String

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await api.find(.invitation, invitation)
        let withdrawn = try await api.call(.DELETE, "/api/invitations/\(found.id)")
        output.done("Withdrew the invitation of \(found["email"]?.string ?? "").", withdrawn)
    }
}
