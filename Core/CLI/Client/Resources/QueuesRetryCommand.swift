import ArgumentParser
import JSON

/// `millrace resources queues retry`
struct QueuesRetryCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Resends the messages of a dead-letter queue.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The queue's name.")
    var queue: String

    @Argument(help: "The ids of messages; by default all.")
    var ids: [String] = []

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        let body = JSONObject(present: ("ids", ids.isEmpty ? nil : .array(ids.map(JSONValue.string))))
        let answer = try await resources.post("queues/\(queue.asPathSegment)/retry", .object(body))
        output.done("Sent \(answer["sent"]?.int ?? 0) again.", answer)
    }
}
