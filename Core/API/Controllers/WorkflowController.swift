import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

struct WorkflowController {
    let workflows: Workflows

    var endpoints: [Endpoint] {
        [
            .get("workflows", use: list),
            .post("workflows", .write, use: create),
            .get("workflows/:workflowId", use: get),
            .get("workflows/:workflowId/full", use: full),
            .patch("workflows/:workflowId", use: update),
            .patch("workflows/:workflowId/move", use: move),
            .delete("workflows/:workflowId", use: delete),
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
        return .json(try await workflows.update(context.caller, context.workflow, body.change).json)
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
