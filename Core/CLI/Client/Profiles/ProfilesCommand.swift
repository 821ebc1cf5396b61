import ArgumentParser

/// `millrace profiles`: the servers that a person uses.
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "Manages profiles: servers with what authenticates there.",
        subcommands: [ProfilesListCommand.self, ProfilesUseCommand.self], defaultSubcommand: ProfilesListCommand.self)
}
