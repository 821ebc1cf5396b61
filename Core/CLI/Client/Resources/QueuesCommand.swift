import ArgumentParser

/// `millrace resources queues`
struct QueuesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "Queues.",
        subcommands: [
            QueuesListCommand.self, QueuesMessagesCommand.self, QueuesSendCommand.self, QueuesRetryCommand.self,
            QueuesRemoveCommand.self,
        ])
}
