import ArgumentParser

/// `millrace resources queues messages`
struct QueuesMessagesCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "messages", abstract: "Lists the messages of a queue.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    @Argument(help: "The queue's name.")
    var queue: String

    private static let columns = [Column("ID", "id"), Column("FAILURES", "failures"), Column("BODY", json: "body")]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.list(try await resources.list("queues/\(queue.asPathSegment)/messages", limit: page.limit), Self.columns)
    }
}
