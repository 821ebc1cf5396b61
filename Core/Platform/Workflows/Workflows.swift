import JSON
import PluginMessages
import Storage
import Values

/// The workflows and functions of a project.
package struct Workflows: Sendable {
    let storage: any StorageDriver
    let secrets: SecretBox
    let deployments: Deployments
    let nodes: OrganizationNodes
    let rollout: SecretRollout

    private func credentialRules(of caller: Caller) -> CredentialRules {
        CredentialRules(deployments.contributions, of: caller.organization)
    }

    package func list(
        _ caller: Caller, _ request: PageRequest, _ filter: WorkflowFilter? = nil
    ) async throws -> Page<Workflow> {
        try await storage.read { database in
            let page = try Table(WorkflowRecord.self, in: database).page(
                request, of: caller.project, filter?.rows ?? .all)
            return Page(elements: try database.shown(page.elements), next: page.next)
        }
    }

    package func get(_ caller: Caller, _ id: WorkflowID) async throws -> WorkflowDetails {
        try await storage.read { [secrets] database in
            try database.prefetchDetails(of: id, in: caller.project)
            return try database.details(of: database.workflow(id, of: caller), secrets, credentialRules(of: caller))
        }
    }

    /// - Parameter version: `nil` takes the last one.
    package func overview(
        _ caller: Caller, _ id: WorkflowID, version: VersionID?
    ) async throws -> WorkflowOverview {
        try await storage.read { [secrets] database in
            let record = try database.workflow(id, of: caller)
            let table = Table(VersionRecord.self, in: database)
            let chosen = try version.map { try database.version($0, of: id) } ?? table.latest(of: id)
            return WorkflowOverview(
                details: try database.details(of: record, secrets, credentialRules(of: caller)),
                version: try chosen.map { try database.details(of: $0) },
                versions: try database.shown(table.summaries(of: id)),
                deployments: try database.shown(Table(DeploymentRecord.self, in: database).active(of: id)))
        }
    }

    /// Moves a workflow, with what is its own, to another project of the organization.
    /// - Returns: The workflow, and what is different for it there.
    package func move(
        _ caller: Caller, _ id: WorkflowID, to target: ProjectID
    ) async throws -> (workflow: WorkflowDetails, warnings: [String]) {
        _ = try await storage.read { try $0.workflow(id, of: caller) }
        defer { rollout.request(caller.organization, id) }
        // In turn with deploys, which write the project into what they make.
        return try await deployments.queue.run(for: id) { [storage, secrets] in
            try await storage.transaction { database in
                var record = try database.workflow(id, of: caller)
                // Who could not see the workflow there could not bring it back.
                let project = try database.project(target, of: caller)
                let warnings = try database.warnings(ofMoving: record, to: project)
                try Table(WorkflowRecord.self, in: database).move(id, to: project.id, at: .now)
                record.project = project.id
                try database.audit(caller, .workflowMoved, id.text, ["projectId": .string(project.id.text)])
                return (try database.details(of: record, secrets, credentialRules(of: caller)), warnings)
            }
        }
    }

    package func create(_ caller: Caller, _ new: NewWorkflow) async throws -> WorkflowDetails {
        var rules = WorkflowRules()
        rules.check(new)
        try rules.problems.throwIfAny()
        let now = Timestamp.now
        let record = WorkflowRecord(
            id: .make(at: now), organization: caller.organization, project: caller.project, name: new.name,
            description: new.description, kind: new.kind.rawValue, dependencies: "{}", deployConfig: "{}",
            versionCount: 0, createdAt: now, updatedAt: now)
        try await storage.transaction { database in
            try Table(in: database).insert(record)
            try database.audit(
                caller, .workflowCreated, record.id.text,
                ["name": .string(record.name), "kind": .string(record.kind)])
        }
        return WorkflowDetails(workflow: try Workflow(record), variables: [])
    }

    package func update(
        _ caller: Caller, _ id: WorkflowID, _ change: WorkflowChange
    ) async throws -> WorkflowDetails {
        var rules = WorkflowRules()
        rules.check(change)
        try rules.problems.throwIfAny()
        let warnings = try await warnings(of: change, to: id, caller)
        defer { if change.variables != nil { rollout.request(caller.organization, id) } }
        return try await storage.transaction { [secrets] database in
            let before = try database.workflow(id, of: caller)
            var record = before
            record.name = change.name ?? record.name
            record.description = change.description ?? record.description
            if let code = change.triggerCode { record.triggerCode = code.isEmpty ? nil : code }
            if let dependencies = change.dependencies { record.dependencies = JSONValue.object(dependencies).text }
            if let config = change.deployConfig { record.deployConfig = JSONValue.object(config).text }
            record.updatedAt = .now
            try Table(in: database).update(record, from: before)
            if let variables = change.variables {
                try database.replaceVariables(of: record, by: variables, sealedBy: secrets)
            }
            try database.audit(
                caller, .workflowChanged, id.text, ["members": .array(change.members.map(JSONValue.string))])
            var details = try database.details(of: record, secrets, credentialRules(of: caller))
            details.warnings = warnings
            return details
        }
    }

    /// - Throws: ``PlatformError/invalid(_:)`` for trigger code with errors, and for settings that every deploy would refuse.
    private func warnings(of change: WorkflowChange, to id: WorkflowID, _ caller: Caller) async throws -> [String] {
        let code = change.triggerCode ?? ""
        guard !code.isEmpty || change.deployConfig != nil else { return [] }
        let (record, target) = try await storage.read { database in
            let record = try database.workflow(id, of: caller)
            return (record, try Table(VersionRecord.self, in: database).latest(of: id)?.target)
        }
        let registry = try await nodes.view(of: caller.organization).registry
        var warnings: [String] = []
        if !code.isEmpty {
            let check = TriggerCodeCheck(registry: registry)
            warnings += try await check.run(code, of: Workflow(record), target: target).map(\.note)
        }
        if let config = change.deployConfig {
            let providers = registry.providers.map(\.definition)
            let problems = SharedSettings(providers: providers).problems(of: config)
            guard problems.isEmpty else { throw PlatformError.invalid(problems) }
            warnings += UnusedSettings(providers: providers).warnings(of: config)
            warnings += ScheduleNotes(providers.flatMap(\.configSchema)).notes(of: config)
        }
        return warnings
    }

    /// Takes versions, deployments and runs with it; what is deployed is taken down first.
    package func delete(_ caller: Caller, _ id: WorkflowID) async throws {
        try await deployments.takeDownAll(caller, id) { database in
            let name = try database.workflow(id, of: caller).name
            try Table(WorkflowRecord.self, in: database).delete(id)
            try database.audit(caller, .workflowDeleted, id.text, ["name": .string(name)])
        }
    }
}

extension SQLConnection {
    fileprivate func warnings(ofMoving workflow: WorkflowRecord, to project: ProjectRecord) throws -> [String] {
        let variables = Table(VariableRecord.self, in: self)
        let used = try Table(VersionRecord.self, in: self).latest(of: workflow.id).map { version in
            try Artifact(parsing: version.artifact).requiredEnvironment
        }
        let own = try Set(variables.all(of: workflow.id).map(\.name))
        let here = try variables.names(of: workflow.project).subtracting(own)
        let there = try variables.names(of: project.id)
        let lost = (used ?? []).filter { here.contains($0) }
        var warnings = lost.filter { !there.contains($0) }.map {
            "The variable \($0) belongs to the old project: set it in \"\(project.name)\" before the next deploy."
        }
        warnings += lost.filter(there.contains).map {
            "The variable \($0) has the value of \"\(project.name)\" from the next deploy on."
        }
        if try !Table(DeploymentRecord.self, in: self).active(of: workflow.id).isEmpty {
            warnings.append("Existing deployments are unaffected.")
        }
        return warnings
    }

    /// What ``details(of:_:_:)`` reads of a workflow whose deployments nobody has to look at, and the workflow itself.
    fileprivate func prefetchDetails(of workflow: WorkflowID, in project: ProjectID) throws {
        try prefetch { database in
            _ = try Table(WorkflowRecord.self, in: database).find(workflow, of: project)
            _ = try database.deploymentsInUse(of: workflow)
            try database.readStanding(of: [workflow])
            _ = try Table(VariableRecord.self, in: database).all(of: workflow)
        }
    }

    fileprivate func details(
        of record: WorkflowRecord, _ secrets: SecretBox, _ rules: CredentialRules
    ) throws -> WorkflowDetails {
        try prefetchDetails(of: record.id, in: record.project)
        let stale: [StaleDeployment]
        // A workflow can be read, and mended, while a secret of it cannot be.
        do { stale = try staleDeployments(of: record, secrets, rules) } catch is SecretError { stale = [] }
        return WorkflowDetails(
            workflow: try shown(record),
            variables: try Table(VariableRecord.self, in: self).all(of: record.id).map(Variable.init), stale: stale)
    }

    fileprivate func replaceVariables(
        of workflow: WorkflowRecord, by variables: [Variable], sealedBy secrets: SecretBox
    ) throws {
        let table = Table(VariableRecord.self, in: self)
        let old = Dictionary(try table.all(of: workflow.id).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        var problems = Problems()
        var records: [VariableRecord] = []
        for (position, variable) in variables.enumerated() {
            let value = JSONPointer.root.appending("envVars").appending(position).appending("value")
            if variable.value == Variable.mask, !variable.isSecret, old[variable.name]?.isSecret == true {
                problems.add("masked", "\(variable.name): a secret that becomes plain needs its value again", at: value)
                continue
            }
            let record = try VariableRecord(
                variable, of: workflow, position: position, replacing: old[variable.name], sealedBy: secrets)
            if let record {
                records.append(record)
            } else {
                problems.add("masked", "\(variable.name) has no secret yet: send its value", at: value)
            }
        }
        try problems.throwIfAny()
        try table.deleteAll(of: workflow.id)
        for record in records { try table.insert(record) }
    }
}
