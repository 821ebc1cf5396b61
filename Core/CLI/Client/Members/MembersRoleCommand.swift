import ArgumentParser
import JSON

/// `millrace members role`
struct MembersRoleCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Changes a member's role.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var member: MemberArgument

    @Argument(help: "member, admin or owner.")
    var role: String

    func run(_ api: RESTClient, _ output: Output) async throws {
        let id = try await member.find(api)["userId"]?.string ?? ""
        let changed = try await api.call(.PATCH, "/api/members/\(id)", [:], ["role": .string(role)])
        output.done("\(changed["email"]?.string ?? "") is \(changed["role"]?.string ?? "").", changed)
    }
}
