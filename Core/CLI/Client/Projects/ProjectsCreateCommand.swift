import ArgumentParser
import JSON

/// `millrace projects create`
struct ProjectsCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a project.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name.")
    var name: String

    @Option(help: "The slug in URLs; by default derived from the name.")
    var slug: String?

    @Option(help: "The description.")
    var description: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", .string(name)), ("slug", slug.map(JSONValue.string)),
            ("description", description.map(JSONValue.string)))
        let project = try await api.post("/api/projects", .object(body))
        output.done("Created \"\(name)\": \(project.id)", project)
    }
}
