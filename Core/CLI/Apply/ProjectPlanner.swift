import JSON

/// Compares a project with its files.
struct ProjectPlanner {
    let api: RESTClient
    let files: ProjectFiles
    /// The project's id.
    let project: String
    /// Whether what the files do not have is deleted.
    let prunes: Bool

    func plan() async throws -> ProjectPlan {
        let connections = try await api.items("/api/connections")
        let workflows = try await api.items("/api/workflows").filter { $0["projectId"]?.string == project }
        var plan = ProjectPlan(workflows: workflows, connections: connections)
        let names = connections.compactMap { $0["name"]?.string }
        for (name, provider) in files.connections where !names.contains(name) {
            plan.add("+", "connection \"\(name)\" (\(provider))", .createConnection(name: name, provider: provider))
        }
        try await planVariables(&plan)
        for workflow in files.workflows {
            let found = workflows.filter { $0["name"]?.string == workflow.name }
            guard found.count < 2 else {
                throw ClientError(
                    .notFound,
                    "\(found.count) workflows of the project are named \"\(workflow.name)\". Rename or delete all but one:",
                    lines: found.map(\.id))
            }
            try await self.plan(workflow, found.first, connections, &plan)
        }
        for other in workflows where !files.workflows.contains(where: { $0.name == other["name"]?.string }) {
            let name = other["name"]?.string ?? ""
            let isAlone = workflows.count { $0["name"]?.string == name } == 1
            let text = "workflow \"\(name)\"" + (isAlone ? "" : " (\(other.id))")
            if prunes { plan.add("-", text, .deleteWorkflow(id: other.id)) } else { plan.note(other: text) }
        }
        return plan
    }

    private func planVariables(_ plan: inout ProjectPlan) async throws {
        let all = try await api.items("/api/env-vars", ["projectId": project])
        plan.variables = Set(all.compactMap { $0["name"]?.string })
        let known = all.filter { $0["projectId"]?.string == project }
        for (name, value) in files.variables {
            let found = known.first { $0["name"]?.string == name }
            if let found {
                guard found["value"]?.string != value else { continue }
                plan.add("~", "variable \(name)", .changeVariable(id: found.id, value: value))
            } else {
                plan.add("+", "variable \(name)", .createVariable(name: name, value: value))
            }
        }
        for secret in files.secrets where !known.contains(where: { $0["name"]?.string == secret }) {
            plan.miss("secret \(secret): set it with millrace variables set \(secret) --secret --project \(project)")
        }
        let listed = files.variables.map(\.name) + files.secrets
        for other in known where !listed.contains(other["name"]?.string ?? "") {
            let text = "variable \(other["name"]?.string ?? "")"
            if prunes { plan.add("-", text, .deleteVariable(id: other.id)) } else { plan.note(other: text) }
        }
    }

    private func plan(
        _ workflow: ProjectFiles.Workflow, _ summary: JSONValue?, _ connections: [JSONValue], _ plan: inout ProjectPlan
    ) async throws {
        let known: JSONValue? =
            if let summary { try await api.get("/api/workflows/\(summary.id)/full") } else { nil }
        let label = "workflow \"\(workflow.name)\""
        if known == nil {
            plan.add("+", label, .createWorkflow(name: workflow.name, kind: workflow.document.value["kind"]))
        }
        let changes = WorkflowChanges(of: workflow, known)
        if !changes.members.isEmpty {
            let names = changes.members.keys.joined(separator: ", ")
            plan.add("~", "\(label): \(names)", .changeWorkflow(name: workflow.name, changes.members))
        }
        for secret in changes.missingSecrets { plan.miss("secret \(secret) of \(label)") }
        let isNew = known?.at("currentVersion.ir") != workflow.document.value || changes.recompiles
        if isNew {
            plan.add(
                "+", "version of \(label): \(workflow.document.path)",
                .createVersion(workflow, of: known))
        }
        planDeployments(of: workflow, known, isStale: isNew || changes.redeploys, connections, &plan)
    }

    private func planDeployments(
        of workflow: ProjectFiles.Workflow, _ known: JSONValue?, isStale: Bool, _ connections: [JSONValue],
        _ plan: inout ProjectPlan
    ) {
        let active = (known?["deployments"]?.array ?? []).filter { $0["status"] == "active" }
        let stale = Set((known?["staleDeployments"]?.array ?? []).compactMap { $0["deploymentId"]?.string })
        let current = known?.at("currentVersion.id")
        func name(_ deployment: JSONValue) -> String {
            connections.first { $0["id"] == deployment["connectionId"] }?["name"]?.string ?? ""
        }
        for connection in workflow.connections {
            let deployed = active.first { name($0) == connection }
            if let deployed, !isStale, deployed["versionId"] == current, !stale.contains(deployed.id) { continue }
            plan.add(
                deployed == nil ? "+" : "~", "deployment of \"\(workflow.name)\" to \"\(connection)\"",
                .deploy(workflow: workflow.name, connection: connection))
        }
        for deployment in active where !workflow.connections.contains(name(deployment)) {
            plan.add(
                "-", "deployment of \"\(workflow.name)\" to \"\(name(deployment))\"",
                .takeDown(workflow: workflow.name, connection: deployment["connectionId"]?.string ?? ""))
        }
    }
}
