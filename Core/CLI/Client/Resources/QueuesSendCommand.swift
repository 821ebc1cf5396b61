import ArgumentParser
import JSON

/// `millrace resources queues send`
struct QueuesSendCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "send", abstract: "Sends a message.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The queue's name.")
    var queue: String

    @Argument(help: "The message: JSON or YAML, @FILE, or - for standard input.")
    var message: String

    @Option(help: ArgumentHelp("Delay before delivery.", valueName: "seconds"))
    var delay: Int?

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("body", try ValueInput.json(message)), ("delaySeconds", delay.map(JSONValue.int)))
        output.done(
            "Sent a message to \"\(queue)\".",
            try await resources.post("queues/\(queue.asPathSegment)/messages", .object(body)))
    }
}
