import JSON

/// Carries out a plan.
struct ProjectApplier {
    let api: RESTClient
    let project: String
    /// By name, with those that were created since.
    private var workflows: [String: String]
    private var connections: [String: String]

    init(api: RESTClient, project: String, plan: ProjectPlan) {
        (self.api, self.project) = (api, project)
        (workflows, connections) = (plan.workflows, plan.connections)
    }

    mutating func apply(_ action: ProjectPlan.Action) async throws {
        switch action {
        case .createConnection(let name, let provider):
            let made = try await api.post("/api/connections", ["name": .string(name), "provider": .string(provider)])
            connections[name] = made.id
        case .createVariable(let name, let value):
            _ = try await api.post(
                "/api/env-vars", ["name": .string(name), "value": .string(value), "projectId": .string(project)])
        case .changeVariable(let id, let value):
            _ = try await api.call(.PATCH, "/api/env-vars/\(id)", [:], ["value": .string(value)])
        case .createWorkflow(let name, let kind):
            let made = try await api.post(
                "/api/workflows", .object(JSONObject(present: ("name", .string(name)), ("kind", kind))))
            workflows[name] = made.id
        case .changeWorkflow(let name, let members):
            _ = try await api.call(.PATCH, try path(name), [:], .object(members))
        case .createVersion(let workflow, _):
            _ = try await VersionUpload(api: api, workflow: try path(workflow.name)).post(workflow.document)
        case .deploy(let workflow, let connection):
            guard let id = connections[connection] else {
                throw ClientError(
                    .notFound,
                    "No connection is named \"\(connection)\". millrace connections list lists them; the project's file can "
                        + "create one under connections.")
            }
            _ = try await DeployStages(api: api, workflow: try path(workflow)).deploy(connection: id, version: nil)
        case .takeDown(let workflow, let connection):
            _ = try await api.post("\(try path(workflow))/takedown", ["connectionId": .string(connection)])
        case .deleteWorkflow(let id): _ = try await api.call(.DELETE, "/api/workflows/\(id)")
        case .deleteVariable(let id): _ = try await api.call(.DELETE, "/api/env-vars/\(id)")
        }
    }

    private func path(_ name: String) throws -> String {
        guard let id = workflows[name] else {
            throw ClientError(.notFound, "No workflow of the project is named \"\(name)\".")
        }
        return "/api/workflows/\(id)"
    }
}
