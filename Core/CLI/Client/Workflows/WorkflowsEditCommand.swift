import ArgumentParser
import JSON

/// `millrace workflows edit`
struct WorkflowsEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes a workflow's name, description, code or settings.",
        discussion: """
            --changes accepts the members of PATCH /api/workflows/:id, such as envVars, dependencies and deployConfig; \
            omitted members are unchanged.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @Option(help: "The new name.")
    var name: String?

    @Option(help: "The new description.")
    var description: String?

    @Option(
        help: ArgumentHelp("The file of the code that runs on each trigger; - for standard input.", valueName: "file"))
    var triggerCode: String?

    @Option(
        help: ArgumentHelp("More changes: JSON or YAML, @FILE, or - for standard input.", valueName: "json"))
    var changes: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        var body = try changes.map { try ValueInput.json($0).object ?? [:] } ?? [:]
        if let name { body["name"] = .string(name) }
        if let description { body["description"] = .string(description) }
        if let triggerCode {
            body["triggerCode"] = .string(String(decoding: try ValueInput.bytes(triggerCode), as: UTF8.self))
        }
        guard !body.isEmpty else {
            throw ClientError(.usage, "Nothing to change. Pass --name, --description, --trigger-code or --changes.")
        }
        let changed = try await api.call(.PATCH, try await workflow.path(api), [:], .object(body))
        output.done("Changed \"\(changed["name"]?.string ?? "")\".", changed)
    }
}
