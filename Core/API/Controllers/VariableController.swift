import Hummingbird
import JSON
import Platform
import Storage

/// `/env-vars`: of the organization or, with `projectId`, of one project.
struct VariableController {
    let variables: Variables

    /// Where `projectId` is a parameter of the endpoint.
    static let path = "/api/env-vars"

    var endpoints: [Endpoint] {
        [
            .get(
                "env-vars", "List environment variables", notes: "Secrets are masked.",
                query: .page + [Self.project], gives: .page(of: .variable), use: list),
            .post(
                "env-vars", .write, "Create an environment variable", query: [Self.project], takes: .newVariable,
                gives: .created(.variable), failures: [.conflict("There is one of this name.")], use: create),
            .patch(
                "env-vars/:variableId", "Change an environment variable", takes: .variableChange,
                gives: .ok(.variable), failures: [.conflict("There is one of this name.")], use: update),
            .delete("env-vars/:variableId", "Delete an environment variable", use: delete),
        ]
    }

    private static let project = Parameter("projectId", "Those of a project, not of the whole organization.")

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await variables.list(context.caller, of: request.project, request.page)) { $0.json }
    }

    private struct Create: Decodable {
        let name: String
        let value: String
        let isSecret: Bool?
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let variable = try await variables.create(
            context.caller, in: request.project,
            Variable(name: body.name, value: body.value, isSecret: body.isSecret ?? false))
        return .json(variable.json, status: .created)
    }

    private struct Update: Decodable {
        let name: String?
        let value: String?
        let isSecret: Bool?
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Update.self, context)
        let variable = try await variables.update(
            context.caller, context.id("variableId"),
            VariableChange(name: body.name, value: body.value, isSecret: body.isSecret))
        return .json(variable.json)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        try await variables.delete(context.caller, context.id("variableId"))
        return Response(status: .noContent)
    }
}

extension Request {
    fileprivate var project: ProjectID? { query("projectId").map(ProjectID.init) }
}

extension SharedVariable {
    fileprivate var json: JSONValue {
        [
            "id": JSONValue(id), "projectId": JSONValue(project), "name": .string(variable.name),
            "value": .string(variable.value), "isSecret": .bool(variable.isSecret),
            "createdAt": JSONValue(createdAt), "updatedAt": JSONValue(updatedAt),
        ]
    }
}
