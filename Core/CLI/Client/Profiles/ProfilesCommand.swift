import ArgumentParser

/// `millrace profiles`: the servers that a person uses.
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "Manages profiles: servers and the credentials for them.",
        subcommands: [ProfilesListCommand.self, ProfilesUseCommand.self], defaultSubcommand: ProfilesListCommand.self)
}
