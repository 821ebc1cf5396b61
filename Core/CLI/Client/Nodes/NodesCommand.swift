import ArgumentParser

/// `millrace nodes`
struct NodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "Shows the nodes that workflows can use.",
        subcommands: [
            NodesListCommand.self, NodesGetCommand.self,
        ])
}
