import ArgumentParser

/// `millrace credentials uses`
struct CredentialsUsesCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "uses", abstract: "Lists the active deployments that use a credential.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    private static let columns = [
        Column("WORKFLOW", "workflowName"), Column("WORKFLOW ID", "workflowId"), Column("DEPLOYMENT", "deploymentId"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.list(try await api.get("/api/credentials/\(try await credential.find(api).id)/uses"), Self.columns)
    }
}
