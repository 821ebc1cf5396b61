import ArgumentParser

/// `millrace members`
struct MembersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members", abstract: "Manages members; requires a person's session (millrace login --email).",
        subcommands: [
            MembersListCommand.self, MembersInviteCommand.self, MembersInvitationsCommand.self,
            MembersWithdrawCommand.self, MembersRoleCommand.self, MembersRemoveCommand.self,
        ])
}
