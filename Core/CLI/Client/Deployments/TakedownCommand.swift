import ArgumentParser
import JSON

/// `millrace takedown`
struct TakedownCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "takedown", abstract: "Removes a workflow's deployment from a connection, and ends its runs.",
        discussion: """
            Runs that have not ended end, and workflows that call it fail when they do. Both are named before the \
            confirmation, which --yes skips, and afterwards.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var connection: ConnectionOption

    @Flag(help: "Remove it even if other deployed programs use it, or it was changed outside Millrace.")
    var force = false

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let workflow = try await workflow.find(api)
        let path = "/api/workflows/\(workflow.id)"
        let connection = try await connection.find(api, ofWorkflow: path)
        let name = workflow["name"]?.string ?? ""
        let body = JSONObject(
            present: ("connectionId", .string(connection)), ("force", force ? .some(.bool(true)) : .none))
        if !confirmation.yes {
            let effects = try await DeploymentEnds(api: api).ofDeployment(of: workflow.id, from: connection)
            try confirmation.confirm("\(effects.before)Remove the deployment of \"\(name)\"?")
        }
        let removed = try await api.post("\(path)/takedown", .object(body))
        output.done("Removed the deployment of \"\(name)\".\(TakedownText([removed]).after)", removed)
    }
}
