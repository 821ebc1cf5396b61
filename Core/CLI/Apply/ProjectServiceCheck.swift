import JSON
import Values

/// Finds calls of workflows and functions that will not be deployed where the caller is.
struct ProjectServiceCheck {
    let api: RESTClient
    let files: ProjectFiles
    let plan: ProjectPlan

    private struct Service {
        let name: String
        /// The names of the connections that it is deployed to once the plan is carried out.
        let connections: [String]
    }

    /// A line for each node and connection.
    func problems(of workflow: ProjectFiles.Workflow) async throws -> [String] {
        guard !workflow.connections.isEmpty else { return [] }
        var problems: [String] = []
        for call in workflow.calls where call.service != plan.workflows[workflow.name] {
            let node = "\(workflow.document.path): The node \"\(call.node)\" calls"
            switch try await service(call.service) {
            case .found(let service):
                for connection in workflow.connections where !service.connections.contains(connection) {
                    problems.append(
                        "\(node) \"\(service.name)\", which is not deployed to \"\(connection)\", and these files do not "
                            + "deploy it there. Add \"\(connection)\" to its deploy list, or deploy it first.")
                }
            case .unknown:
                problems.append(
                    "\(node) \"\(call.service)\", which is not the id of a workflow."
                        + NearestName.hint(for: call.service, among: plan.workflows.values)
                        + " millrace workflows list lists them.")
            case .elsewhere: break
            }
        }
        return problems
    }

    private enum Found {
        case found(Service)
        case unknown
        /// Of another project, or not made here: only the server, or the provider, can say whether it is there.
        case elsewhere
    }

    /// - Parameter text: The id of a workflow, or the name of a service.
    private func service(_ text: String) async throws -> Found {
        if let name = plan.workflows.first(where: { $0.value == text })?.key {
            return .found(try await service(named: name, id: text))
        }
        if TextFormat.isUUID(text) { return try await isOfAnotherProject(text) ? .elsewhere : .unknown }
        let deployments = try await api.items("/api/deployments").filter { $0["serviceName"]?.string == text }
        guard let id = deployments.first?["workflowId"]?.string,
            let name = plan.workflows.first(where: { $0.value == id })?.key
        else { return .elsewhere }
        return .found(try await service(named: name, id: id))
    }

    private func service(named name: String, id: String) async throws -> Service {
        let isDeleted = plan.changes.contains { change in
            if case .deleteWorkflow(let deleted) = change.action { deleted == id } else { false }
        }
        guard !isDeleted else { return Service(name: name, connections: []) }
        if let workflow = files.workflows.first(where: { $0.name == name }) {
            return Service(name: name, connections: workflow.connections)
        }
        let active = try await api.items("/api/workflows/\(id)/deployments", ["status": "active"])
        let ids = Set(active.compactMap { $0["connectionId"]?.string })
        return Service(name: name, connections: plan.connections.filter { ids.contains($0.value) }.map(\.key))
    }

    /// Whether a workflow is in a project that the key reaches besides.
    private func isOfAnotherProject(_ id: String) async throws -> Bool {
        for project in try await api.items("/api/projects") where project.id != api.project {
            var there = api
            there.project = project.id
            do {
                _ = try await there.get("/api/workflows/\(id)")
                return true
            } catch is RESTClient.Refusal {}
        }
        return false
    }
}
