import Hummingbird
import Platform
import Storage

struct ProjectController {
    let projects: Projects

    var endpoints: [Endpoint<APIContext>] {
        [
            .list(
                "projects", "List projects", notes: "Lists the projects of the organization, newest first.",
                isNamed: true,
                of: Project.shape, use: projects.list),
            .post(
                "projects", .write, "Create a project",
                notes:
                    "Workflows, keys and variables belong to a project; connections and installed nodes to the "
                    + "organization.",
                body: CreateProject.self, returns: .created(Project.shape) { "/api/projects/\($0.id)" },
                errors: [.conflict("Another project has this slug.")], use: create),
            .get(
                "projects/:projectId", "Get a project",
                notes: "An API key can read its own project and those that it created.", of: Project.shape,
                use: projects.get),
            .patch(
                "projects/:projectId", "Change a project", notes: "Omitted members are unchanged.",
                body: UpdateProject.self, returns: .ok(Project.shape), use: update),
            .delete(
                "projects/:projectId", "Delete a project",
                notes: "Also deletes the project's environment variables and API keys.",
                errors: [.conflict("The project has workflows, or it is the organization's only project.")],
                use: projects.delete),
        ]
    }

    @Sendable private func create(
        _ body: CreateProject, _ request: Request, _ context: APIContext
    ) async throws -> Project {
        try await projects.create(
            context.caller, name: body.name, slug: body.slug, description: body.description ?? "")
    }

    @Sendable private func update(
        _ body: UpdateProject, _ request: Request, _ context: APIContext
    ) async throws -> Project {
        try await projects.update(
            context.caller, context.id("projectId"), name: body.name, description: body.description)
    }
}
