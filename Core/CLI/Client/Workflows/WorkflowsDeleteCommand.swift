import ArgumentParser

/// `millrace workflows delete`
struct WorkflowsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a workflow with its versions, deployments and runs.",
        discussion: """
            Runs that have not ended end, and workflows that call it fail when they do. Both are named before the \
            confirmation, which --yes skips, and afterwards.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await workflow.find(api)
        let name = found["name"]?.string ?? ""
        let ends = try await DeploymentEnds(api: api).ofWorkflow(found.id)
        try confirmation.confirm(
            "\(ends.before)Delete the workflow \"\(name)\" with its versions, deployments and runs?")
        output.done("Deleted \"\(name)\".\(ends.after)", try await api.call(.DELETE, "/api/workflows/\(found.id)"))
    }
}
