import JSON
import PluginMessages
import Storage

/// The workflows whose programs read a variable, with the deployments that do not have its value yet.
package struct VariableUses: Sendable {
    package struct Use: Sendable {
        package let workflow: WorkflowID
        package let name: String
        package let project: ProjectID
        /// Whether the latest version reads it; otherwise only a deployed one does.
        package let isOfLatest: Bool
        /// Deployments whose value differs from the one that a deploy would set now.
        package let stale: [Deployment]
    }

    /// By the names of the workflows, at most ``mostListed``.
    package let uses: [Use]
    /// How many there are.
    package let count: Int

    static let mostListed = 200
}

extension SQLConnection {
    /// - Parameter variable: One of the organization or of a project. A workflow that has a variable of its own with the
    ///   name does not read this one, nor one of a project that has one, where this is the organization's.
    func uses(
        of variable: VariableRecord, _ caller: Caller, _ secrets: SecretBox, _ rules: CredentialRules
    ) throws -> VariableUses {
        let others = try Table(VariableRecord.self, in: self).all(
            "organization_id = $1 AND name = $2 AND id <> $3", [variable.organization, variable.name, variable.id])
        let workflows = Set(others.compactMap(\.workflow))
        let projects = Set(variable.project == nil ? others.filter { $0.workflow == nil }.compactMap(\.project) : [])
        let found = try readers(of: variable).filter { reader in
            caller.reaches(reader.workflow.project) && !workflows.contains(reader.workflow.id)
                && !projects.contains(reader.workflow.project)
        }
        return VariableUses(
            uses: try found.prefix(VariableUses.mostListed).map { reader in
                VariableUses.Use(
                    workflow: reader.workflow.id, name: reader.workflow.name, project: reader.workflow.project,
                    isOfLatest: reader.isOfLatest, stale: try stale(variable.name, of: reader.workflow, secrets, rules))
            }, count: found.count)
    }

    private func stale(
        _ name: String, of workflow: WorkflowRecord, _ secrets: SecretBox, _ rules: CredentialRules
    ) throws -> [Deployment] {
        do {
            return try staleDeployments(of: workflow, secrets, rules)
                .filter { $0.variables.contains { $0.name == name } }.map(\.deployment)
        } catch is SecretError {
            // As for the workflow itself: it is shown while a secret of it cannot be read.
            return []
        }
    }

    /// Workflows whose latest version, or one that is deployed, reads a variable of this name where this one is visible.
    private func readers(of variable: VariableRecord) throws -> [(workflow: WorkflowRecord, isOfLatest: Bool)] {
        var filter = RowFilter.column("workflows.organization_id", is: variable.organization)
        if let project = variable.project { filter = filter.and(.column("workflows.project_id", is: project)) }
        // The text is looked at first, so that only code that may read the variable is parsed.
        let (condition, arguments) = filter.added(to: "versions.artifact LIKE $1", ["%\"\(variable.name)\"%"])
        let latest = "(SELECT MAX(number) FROM versions AS others WHERE others.workflow_id = workflows.id)"
        let rows = try query(
            """
            SELECT versions.workflow_id AS workflow, versions.artifact AS artifact,
                CASE WHEN versions.number = \(latest) THEN 1 ELSE 0 END AS is_latest
            FROM versions JOIN workflows ON workflows.id = versions.workflow_id
            WHERE \(condition) AND (versions.number = \(latest) OR EXISTS (
                SELECT 1 FROM deployments WHERE deployments.version_id = versions.id AND deployments.status = 'active'))
            """, arguments)
        var isOfLatest: [WorkflowID: Bool] = [:]
        for row in rows {
            let artifact = try Artifact(parsing: row["artifact"])
            guard artifact.requiredEnvironment.contains(variable.name) else { continue }
            let isLatest: Int = try row["is_latest"]
            isOfLatest[try row["workflow"], default: false] = isOfLatest[try row["workflow"]] == true || isLatest == 1
        }
        let (ids, values) = RowFilter.column("id", in: Array(isOfLatest.keys)).added(to: "1 = 1", [])
        return try Table(WorkflowRecord.self, in: self).all("\(ids) ORDER BY name, id", values).map {
            ($0, isOfLatest[$0.id] ?? false)
        }
    }
}
