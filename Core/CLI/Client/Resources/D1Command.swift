import ArgumentParser

/// `millrace resources d1`
struct D1Command: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "d1", abstract: "Databases.",
        subcommands: [
            D1ListCommand.self, D1CreateCommand.self, D1DeleteCommand.self, D1QueryCommand.self,
        ])
}
