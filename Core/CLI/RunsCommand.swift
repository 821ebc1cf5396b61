import ArgumentParser

/// `millrace runs`: what a server's runs do, over its REST API.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Follows runs on a server.", subcommands: [RunsWatchCommand.self])
}
