import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

struct WorkflowController {
    let workflows: Workflows

    var endpoints: [Endpoint] {
        [
            .get(
                "workflows", "List workflows", notes: "The workflows and functions of the project.",
                query: .page + [
                    .status(Workflow.Status.self),
                    Parameter("kind", "Only those of this kind.", .choice(of: Program.Kind.self)),
                    Parameter("q", "Only those that have this in their name."),
                ], gives: .page(of: .workflowSummary), use: list
            ).kept,
            .post(
                "workflows", .write, "Create a workflow or function", takes: .newWorkflow, gives: .created(.workflow),
                use: create),
            .get("workflows/:workflowId", "Get a workflow", gives: .ok(.workflow), use: get).kept,
            .get(
                "workflows/:workflowId/full", "Get a full workflow",
                notes: "With its current version, all versions and what is deployed.",
                query: [Parameter("version", "The id of the version to show in place of the last.")],
                gives: .ok(.workflowOverview), use: full
            ).kept,
            .patch(
                "workflows/:workflowId", "Change a workflow",
                notes: "What is absent stays. `kind` never changes: a body that has it is 400.",
                takes: .workflowChange, gives: .ok(.changedWorkflow), use: update),
            .patch(
                "workflows/:workflowId/move", "Move a workflow", notes: "To another project of the organization.",
                takes: .move, gives: .ok(.movedWorkflow), use: move),
            .delete(
                "workflows/:workflowId", "Delete a workflow",
                notes: "With its versions, deployments and runs; what is deployed is taken down.",
                failures: .plugin + [.conflict("The plugin of what is deployed is not loaded.")], use: delete),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let filter = try WorkflowFilter(
            status: request.query("status"), kind: request.query("kind"), text: request.query("q"))
        return .page(try await workflows.list(context.caller, request.page, filter)) { $0.json }
    }

    private struct Create: Decodable {
        let name: String
        let description: String?
        let kind: Program.Kind?
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let new = NewWorkflow(name: body.name, description: body.description ?? "", kind: body.kind ?? .workflow)
        return .json(try await workflows.create(context.caller, new).json, status: .created)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(try await workflows.get(context.caller, context.workflow).json)
    }

    @Sendable private func full(_ request: Request, _ context: APIContext) async throws -> Response {
        let version = request.query("version").map(VersionID.init)
        return .json(try await workflows.overview(context.caller, context.workflow, version: version).json)
    }

    private struct Move: Decodable { let targetProjectId: String }

    @Sendable private func move(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Move.self, context)
        let (workflow, warnings) = try await workflows.move(
            context.caller, context.workflow, to: ProjectID(body.targetProjectId))
        var members = workflow.members
        members["warnings"] = .array(warnings.map(JSONValue.string))
        return .json(.object(members))
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(WorkflowPatch.self, context)
        let workflow = try await workflows.update(context.caller, context.workflow, body.change)
        var members = workflow.members
        members["warnings"] = .array(workflow.warnings.map(JSONValue.string))
        return .json(.object(members))
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        try await workflows.delete(context.caller, context.workflow)
        return Response(status: .noContent)
    }
}

extension Workflow {
    fileprivate var members: JSONObject {
        [
            "id": JSONValue(id), "projectId": JSONValue(project), "name": .string(name),
            "description": .string(description), "kind": .string(kind.rawValue), "status": .string(status.rawValue),
            "triggerCode": JSONValue(triggerCode), "dependencies": .object(dependencies),
            "deployConfig": .object(deployConfig), "activeVersionId": JSONValue(activeVersion),
            "createdAt": JSONValue(createdAt), "updatedAt": JSONValue(updatedAt),
        ]
    }

    var json: JSONValue { .object(members) }
}

extension WorkflowDetails {
    var json: JSONValue { .object(members) }

    fileprivate var members: JSONObject {
        var members = workflow.members
        members["envVars"] = .array(
            variables.map {
                ["name": .string($0.name), "value": .string($0.value), "isSecret": .bool($0.isSecret)]
            })
        return members
    }
}

extension WorkflowOverview {
    fileprivate var json: JSONValue {
        var members = details.members
        members["currentVersion"] = version?.json ?? .null
        members["versions"] = .array(versions.map { .object($0.members) })
        members["activeDeployment"] = deployments.first?.json ?? .null
        members["deployments"] = .array(deployments.map(\.json))
        return .object(members)
    }
}
