import ArgumentParser

/// `millrace members remove`
struct MembersRemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes a member from the organization.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var member: MemberArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await member.find(api)
        let email = found["email"]?.string ?? ""
        try confirmation.confirm("Remove \(email)?")
        output.done(
            "Removed \(email).", try await api.call(.DELETE, "/api/members/\(found["userId"]?.string ?? "")"))
    }
}
