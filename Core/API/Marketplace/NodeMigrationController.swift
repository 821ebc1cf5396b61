import Hummingbird
import Platform
import PluginMessages
import Storage

struct NodeMigrationController {
    let migration: NodeMigration

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "marketplace/migrate", .write, "Move workflows to another version of a node",
                notes:
                    "Creates a new version of each workflow whose latest version uses another version of the node. "
                    + "Workflows that would not compile are reported and left unchanged; deployments do not change.",
                query: [Parameter("dryRun", "Compile the documents without creating versions.", .flag)],
                body: MigrateNode.self, returns: .ok(NodeMigration.Result.shape),
                errors: [
                    .notFound("The organization does not have the version of the node."),
                    .conflict("The node is not installed."),
                ], use: migrate)
        ]
    }

    @Sendable private func migrate(
        _ body: MigrateNode, _ request: Request, _ context: APIContext
    ) async throws -> NodeMigration.Result {
        try await migration.move(
            context.caller, body.nodeId, to: body.version, workflows: body.workflowIds?.map { WorkflowID($0) },
            dryRun: request.flag("dryRun"))
    }
}

extension NodeMigration.Result {
    static let shape = Shape<NodeMigration.Result>("NodeMigration") {
        Member("nodeId", .text.example("stripe"), \.node, "The node.")
        Member("version", .text.example("1.1.0"), \.version, "The version that the workflows use after it.")
        Member(
            "workflows", .list(of: NodeMigration.Move.shape), \.moves,
            "The workflows whose latest version used another version of the node.")
        Member("dryRun", .flag, \.isDryRun, "Whether nothing was changed: the response to `?dryRun=true`.")
    }
}

extension NodeMigration.Move {
    fileprivate static let shape = Shape<NodeMigration.Move>("MigratedWorkflow") {
        Member("workflowId", .id, \.workflow, "Identifies the workflow.")
        Member("name", .text(.name), \.name, "The workflow's name.")
        Member("fromVersions", .list(of: .text), \.from, "Versions of the node that the workflow used.")
        Member(
            "outcome", .choice, \.outcome, "`refused`: the document does not compile with the other version.")
        Member(
            "versionId", .id, nullable: { $0.version?.id },
            "The new version of the workflow; `null` if it was refused, or with `dryRun`.")
        Member(
            "problems", .list(of: Diagnostic.problemShape), \.problems,
            "Why it was refused, or warnings about the new version.")
    }
}
