import ArgumentParser

/// `millrace resources queues list`
struct QueuesListCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists queues.")

    @OptionGroup var options: ResourceOptions

    private static let columns = [
        Column("NAME", "queue_name"), Column("MESSAGES", "messages"), Column("CONSUMER", "consumer"),
    ]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.resources(try await resources.get("queues"), Self.columns)
    }
}
