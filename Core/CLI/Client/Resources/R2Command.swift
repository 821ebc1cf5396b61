import ArgumentParser

/// `millrace resources r2`
struct R2Command: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "r2", abstract: "Buckets of objects.",
        subcommands: [
            R2ListCommand.self, R2CreateCommand.self, R2DeleteCommand.self, R2ObjectsCommand.self, R2GetCommand.self,
            R2PutCommand.self, R2RemoveCommand.self,
        ])
}
