import JSON

/// Carries out a plan.
struct ProjectApplier {
    let api: RESTClient
    let project: String

    func apply(_ action: ProjectPlan.Action) async throws {
        switch action {
        case .createConnection(let name, let provider):
            _ = try await api.post("/api/connections", ["name": .string(name), "provider": .string(provider)])
        case .createVariable(let name, let value):
            _ = try await api.post(
                "/api/env-vars", ["name": .string(name), "value": .string(value), "projectId": .string(project)])
        case .changeVariable(let id, let value):
            _ = try await api.call(.PATCH, "/api/env-vars/\(id)", [:], ["value": .string(value)])
        case .createWorkflow(let name, let kind):
            _ = try await api.post(
                "/api/workflows", .object(JSONObject(present: ("name", .string(name)), ("kind", kind))))
        case .changeWorkflow(let name, let members):
            _ = try await api.call(.PATCH, try await path(name), [:], .object(members))
        case .createVersion(let workflow, let document):
            _ = try await VersionUpload(api: api, workflow: try await path(workflow)).post(document)
        case .deploy(let workflow, let connection):
            let id = try await api.find(.connection, connection).id
            _ = try await DeployStages(api: api, workflow: try await path(workflow))
                .deploy(connection: id, version: nil)
        case .takeDown(let workflow, let connection):
            _ = try await api.post("\(try await path(workflow))/takedown", ["connectionId": .string(connection)])
        case .deleteWorkflow(let id): _ = try await api.call(.DELETE, "/api/workflows/\(id)")
        case .deleteVariable(let id): _ = try await api.call(.DELETE, "/api/env-vars/\(id)")
        }
    }

    /// Of the workflow of a name: one may have been created a moment before.
    private func path(_ name: String) async throws -> String {
        let all = try await api.items("/api/workflows")
        let id = all.first { $0["name"]?.string == name && $0["projectId"]?.string == project }?.id ?? ""
        return "/api/workflows/\(id)"
    }
}
