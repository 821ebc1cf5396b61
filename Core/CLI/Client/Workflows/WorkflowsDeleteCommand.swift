import ArgumentParser

/// `millrace workflows delete`
struct WorkflowsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a workflow with its versions, deployments and runs.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await workflow.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the workflow \"\(name)\" with its versions, deployments and runs?")
        output.done("Deleted \"\(name)\".", try await api.call(.DELETE, "/api/workflows/\(found.id)"))
    }
}
