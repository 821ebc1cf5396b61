import ArgumentParser

/// `millrace resources`
struct ResourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resources",
        abstract: "Shows and changes the resources of a connection: key-value stores, databases, buckets, queues.",
        subcommands: [
            KVCommand.self, D1Command.self, R2Command.self, QueuesCommand.self,
        ])
}
