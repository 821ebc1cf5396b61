import ArgumentParser
import JSON

/// `millrace projects edit`
struct ProjectsEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes a project's name or description.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var target: ProjectArgument

    @Option(help: "The new name.")
    var name: String?

    @Option(help: "The new description.")
    var description: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", name.map(JSONValue.string)), ("description", description.map(JSONValue.string)))
        guard !body.isEmpty else { throw ClientError(.usage, "Nothing to change. Pass --name or --description.") }
        let id = try await target.find(api).id
        let changed = try await api.call(.PATCH, "/api/projects/\(id)", [:], .object(body))
        output.done("Changed \"\(changed["name"]?.string ?? "")\".", changed)
    }
}
