import Hummingbird
import JSON
import Platform

struct ProjectController {
    let projects: Projects

    var endpoints: [Endpoint] {
        [
            .get("projects", "List projects", query: .page, gives: .page(of: .project), use: list),
            .post(
                "projects", .write, "Create a project", takes: .newProject, gives: .created(.project),
                failures: [.conflict("Another project has the slug.")], use: create),
            .patch("projects/:projectId", "Change a project", takes: .projectChange, gives: .ok(.project), use: update),
            .delete(
                "projects/:projectId", "Delete a project", notes: "With its variables and API keys.",
                failures: [.conflict("It has workflows, or is the last project.")], use: delete),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await projects.list(context.caller, request.page)) { $0.json }
    }

    private struct Create: Decodable {
        let name: String
        let slug: String?
        let description: String?
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let project = try await projects.create(
            context.caller, name: body.name, slug: body.slug, description: body.description ?? "")
        return .json(project.json, status: .created)
    }

    private struct Update: Decodable {
        let name: String?
        let description: String?
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Update.self, context)
        let project = try await projects.update(
            context.caller, context.id("projectId"), name: body.name, description: body.description)
        return .json(project.json)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        try await projects.delete(context.caller, context.id("projectId"))
        return Response(status: .noContent)
    }
}

extension Project {
    var json: JSONValue {
        [
            "id": JSONValue(id), "name": .string(name), "slug": .string(slug), "description": .string(description),
            "createdAt": JSONValue(createdAt), "updatedAt": JSONValue(updatedAt),
        ]
    }
}
