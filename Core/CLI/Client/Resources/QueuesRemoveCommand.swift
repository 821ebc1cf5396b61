import ArgumentParser
import JSON

/// `millrace resources queues remove`
struct QueuesRemoveCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Deletes messages.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The queue's name.")
    var queue: String

    @Argument(help: "The ids of messages; by default all.")
    var ids: [String] = []

    @OptionGroup var confirmation: ConfirmOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try confirmation.confirm("Delete \(ids.isEmpty ? "all" : "\(ids.count)") messages of \"\(queue)\"?")
        let body = JSONObject(present: ("ids", ids.isEmpty ? nil : .array(ids.map(JSONValue.string))))
        let answer = try await resources.post("queues/\(queue.asPathSegment)/delete", .object(body))
        output.done("Deleted \(answer["deleted"]?.int ?? 0).", answer)
    }
}
