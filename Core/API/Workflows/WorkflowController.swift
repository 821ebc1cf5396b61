import Hummingbird
import Platform
import PluginMessages
import Storage

struct WorkflowController {
    let workflows: Workflows

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "workflows", "List workflows", notes: "Lists the workflows and functions of the project.",
                query: .namedPage + [
                    .status(Workflow.Status.self),
                    Parameter("kind", "Filter by kind.", .choice(of: Program.Kind.self)),
                ], returns: .page(of: Workflow.shape), use: list
            ).cached,
            .post(
                "workflows", .write, "Create a workflow", notes: "With `kind`: `script`, creates a function.",
                body: CreateWorkflow.self,
                returns: .created(WorkflowDetails.shape) { "/api/workflows/\($0.workflow.id)" }, use: create),
            .get(
                "workflows/:workflowId", "Get a workflow",
                notes: "Returns the settings of the workflow and its own variables; secrets are masked.",
                returns: .ok(WorkflowDetails.shape), use: get
            ).cached,
            .get(
                "workflows/:workflowId/full", "Get a full workflow",
                notes: "Returns the workflow with its current version, all versions and its deployments.",
                query: [Parameter("version", "Id of the version to return as `currentVersion`; default: the latest.")],
                returns: .ok(WorkflowOverview.shape), use: full
            ).cached,
            .patch(
                "workflows/:workflowId", "Change a workflow",
                notes:
                    "Omitted members are unchanged. `kind` cannot be changed: a request that sends it fails with 400.",
                body: UpdateWorkflow.self, returns: .ok(WorkflowDetails.changedShape), use: update),
            .patch(
                "workflows/:workflowId/move", "Move a workflow",
                notes: "Moves the workflow to another project of the organization.", body: MoveWorkflow.self,
                returns: .ok(MovedWorkflow.shape), use: move),
            .delete(
                "workflows/:workflowId", "Delete a workflow",
                notes: "Takes down its deployments and deletes its versions, deployments and runs.",
                errors: .plugin + [.conflict("The plugin of a deployment is not loaded.")], use: workflows.delete),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<Workflow> {
        let filter = try WorkflowFilter(
            status: request.query("status"), kind: request.query("kind"))
        return try await workflows.list(context.caller, request.namedPage, filter)
    }

    @Sendable private func create(
        _ body: CreateWorkflow, _ request: Request, _ context: APIContext
    ) async throws -> WorkflowDetails {
        try await workflows.create(
            context.caller,
            NewWorkflow(name: body.name, description: body.description ?? "", kind: body.kind ?? .workflow))
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> WorkflowDetails {
        try await workflows.get(context.caller, context.workflow)
    }

    @Sendable private func full(_ request: Request, _ context: APIContext) async throws -> WorkflowOverview {
        try await workflows.overview(
            context.caller, context.workflow, version: request.query("version").map(VersionID.init))
    }

    @Sendable private func move(
        _ body: MoveWorkflow, _ request: Request, _ context: APIContext
    ) async throws -> MovedWorkflow {
        let (workflow, warnings) = try await workflows.move(
            context.caller, context.workflow, to: ProjectID(body.targetProjectId))
        return MovedWorkflow(details: workflow, warnings: warnings)
    }

    @Sendable private func update(
        _ body: UpdateWorkflow, _ request: Request, _ context: APIContext
    ) async throws -> WorkflowDetails {
        try await workflows.update(context.caller, context.workflow, body.change)
    }
}
