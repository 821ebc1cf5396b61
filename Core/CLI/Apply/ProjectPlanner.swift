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
        var planned: [PlannedWorkflow] = []
        for workflow in files.workflows {
            let found = workflows.filter { $0["name"]?.string == workflow.name }
            guard found.count < 2 else {
                throw ClientError(
                    .notFound,
                    "\(found.count) workflows of the project are named \"\(workflow.name)\". Rename or delete all but one:",
                    lines: found.map(\.id))
            }
            planned.append(try await self.plan(workflow, found.first, &plan))
        }
        let others = workflows.compactMap { $0["name"]?.string }.filter { name in
            !files.workflows.contains { $0.name == name }
        }
        let removed = prunes ? Set(others) : []
        for workflow in PlannedWorkflow.calledFirst(planned) { planDeploys(of: workflow, connections, &plan) }
        for workflow in planned { try await planTakedowns(of: workflow, connections, removed, &plan) }
        for other in workflows where !files.workflows.contains(where: { $0.name == other["name"]?.string }) {
            let name = other["name"]?.string ?? ""
            let isAlone = workflows.count { $0["name"]?.string == name } == 1
            let text = "workflow \"\(name)\"" + (isAlone ? "" : " (\(other.id))")
            if prunes {
                plan.add(
                    "-", text, .deleteWorkflow(id: other.id),
                    ends: try await DeploymentEnds(api: api).ofWorkflow(other.id, besides: removed)
                        .beforeIfAny)
            } else {
                plan.note(other: text)
            }
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
        _ workflow: ProjectFiles.Workflow, _ summary: JSONValue?, _ plan: inout ProjectPlan
    ) async throws -> PlannedWorkflow {
        let known: JSONValue? =
            if let summary { try await api.get("/api/workflows/\(summary.id)/full") } else { nil }
        plan.known[workflow.name] = known
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
        return PlannedWorkflow(workflow: workflow, known: known, isStale: isNew || changes.redeploys)
    }

    private func planDeploys(of planned: PlannedWorkflow, _ connections: [JSONValue], _ plan: inout ProjectPlan) {
        let stale = Set((planned.known?["staleDeployments"]?.array ?? []).compactMap { $0["deploymentId"]?.string })
        let current = planned.known?.at("currentVersion.id")
        for connection in planned.workflow.connections {
            let deployed = planned.deployments.first { Self.name($0, connections) == connection }
            if let deployed, !planned.isStale, deployed["versionId"] == current, !stale.contains(deployed.id) {
                continue
            }
            plan.add(
                deployed == nil ? "+" : "~", "deployment of \"\(planned.workflow.name)\" to \"\(connection)\"",
                .deploy(workflow: planned.workflow.name, connection: connection))
        }
    }

    private func planTakedowns(
        of planned: PlannedWorkflow, _ connections: [JSONValue], _ removed: Set<String>, _ plan: inout ProjectPlan
    ) async throws {
        let workflow = planned.workflow
        for deployment in planned.deployments where !workflow.connections.contains(Self.name(deployment, connections)) {
            let (id, name) = (deployment["connectionId"]?.string ?? "", Self.name(deployment, connections))
            let leaving = files.workflows.filter { !$0.connections.contains(name) }.map(\.name)
            let ends = try await DeploymentEnds(api: api).ofDeployment(
                of: planned.known?.id ?? "", from: id, besides: removed.union(leaving))
            plan.add(
                "-", "deployment of \"\(workflow.name)\" to \"\(name)\"",
                .takeDown(workflow: workflow.name, connection: id), ends: ends.beforeIfAny)
        }
    }

    /// Of a deployment's connection.
    private static func name(_ deployment: JSONValue, _ connections: [JSONValue]) -> String {
        connections.first { $0["id"] == deployment["connectionId"] }?["name"]?.string ?? ""
    }
}
