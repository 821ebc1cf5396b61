import ArgumentParser
import JSON

/// `millrace workflows move`
struct WorkflowsMoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves a workflow to another project of the organization.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @Option(help: "The project that it is moved to: its id, slug or name.")
    var to: String

    func run(_ api: RESTClient, _ output: Output) async throws {
        let target = try await api.find(.project, to)
        let path = try await workflow.path(api) + "/move"
        let moved = try await api.call(.PATCH, path, [:], ["targetProjectId": .string(target.id)])
        output.done("Moved \"\(moved["name"]?.string ?? "")\" to \"\(target["name"]?.string ?? "")\".", moved)
    }
}
