import JSON
import PluginMessages
import Storage
import Values

/// A project's file as the rows that it becomes.
struct ProjectDraft: Sendable {
    private let project: ProjectRecord
    /// Whether another slug is taken when the file's is not free.
    private let mayChangeSlug: Bool
    private var workflows: [WorkflowRecord] = []
    private var versions: [VersionRecord] = []
    private var variables: [VariableRecord] = []
    private var oldIDs: [String] = []
    /// Of each workflow.
    private let configs: [[ProjectFile.DeployConfig]]
    private var secrets: [ImportedProject.Secret] = []
    private var warnings: [Diagnostic] = []

    /// Compiles every version.
    /// - Parameter problems: What has been found so far.
    /// - Throws: ``PlatformError/invalid(_:)`` with those and the compiler's.
    init(
        _ file: ProjectFile, for caller: Caller, name: String?, slug: String?, compiler: VersionCompiler,
        secrets box: SecretBox, problems found: Problems
    ) async throws {
        let now = Timestamp.now
        var ids = RowIDs(at: now)
        var problems = found
        let id: ProjectID = ids.next()
        project = ProjectRecord(
            id: id, organization: caller.organization, name: name ?? file.name,
            slug: slug ?? (file.slug.isEmpty ? ProjectSlug(of: name ?? file.name, or: id).text : file.slug),
            description: file.description, key: caller.key, createdAt: now, updatedAt: now)
        mayChangeSlug = slug == nil
        configs = file.workflows.map(\.deployConfigs)
        try keep(file.variables, of: nil, sealedBy: box)
        let places = JSONPointer.root.appending("workflows")
        for workflow in file.workflows {
            oldIDs.append(workflow.id)
            workflows.append(
                WorkflowRecord(
                    id: ids.next(), organization: caller.organization, project: project.id, name: workflow.name,
                    description: workflow.description, kind: workflow.kind.rawValue,
                    triggerCode: workflow.triggerCode, dependencies: JSONValue.object(workflow.dependencies).text,
                    deployConfig: JSONValue.object(workflow.deployConfig).text,
                    versionCount: workflow.versions.last?.number ?? 0, createdAt: now, updatedAt: now))
        }
        let references = ServiceReferences(
            Dictionary(zip(oldIDs, workflows.map(\.id.text)), uniquingKeysWith: { first, _ in first }))
        for (index, (workflow, record)) in zip(file.workflows, workflows).enumerated() {
            try keep(workflow.variables, of: record, sealedBy: box)
            let request = try Workflow(record).compileRequest
            for (number, version) in workflow.versions.enumerated() {
                let place = places.appending(index).appending("versions").appending(number).appending("ir")
                var notes: [Diagnostic] = []
                let ir = references.changed(version.ir) { pointer, service in
                    notes.append(
                        Diagnostic(
                            .warning, code: "import.reference",
                            message:
                                "\"\(service)\" is not a workflow of this file; it must be deployed to the same connection.",
                            pointer: pointer.text))
                }
                do {
                    let artifact = try await compiler.compile(ir, request)
                    versions.append(
                        VersionRecord(
                            id: ids.next(), workflow: record.id, number: version.number, ir: ir.text,
                            artifact: artifact.jsonText, target: artifact.target, isLocked: version.isLocked,
                            createdAt: now, schedule: artifact.schedule))
                    var told = Problems()
                    told.add(notes + artifact.warnings, within: place)
                    warnings += told.diagnostics
                } catch let error as PlatformError where error.is(.versionRejected) {
                    problems.add(error.details.filter { $0.severity == .error }, within: place)
                } catch let error as PlatformError {
                    problems.add([Diagnostic(code: error.code, message: "\(error)")], within: place)
                }
            }
        }
        try problems.throwIfAny()
    }

    private mutating func keep(
        _ variables: [Variable], of workflow: WorkflowRecord?, sealedBy box: SecretBox
    ) throws {
        for (position, variable) in variables.enumerated() {
            // A secret without its value would be deployed as if it had one.
            if variable.isMasked {
                secrets.append(ImportedProject.Secret(name: variable.name, workflow: workflow?.id))
                continue
            }
            let now = Timestamp.now
            let id = VariableID.make(at: now)
            self.variables.append(
                VariableRecord(
                    id: id, organization: project.organization, project: project.id, workflow: workflow?.id,
                    position: position, name: variable.name,
                    value: try VariableRecord.kept(variable, as: id, sealedBy: box), isSecret: variable.isSecret,
                    createdAt: now, updatedAt: now))
        }
    }

    func insert(in database: any SQLConnection, by caller: Caller) throws -> ImportedProject {
        let project = try withFreeSlug(in: database)
        try Table(in: database).insert(project)
        for workflow in workflows { try Table(in: database).insert(workflow) }
        for version in versions { try Table(in: database).insert(version) }
        for variable in variables { try Table(in: database).insert(variable) }
        let unmatched = try insertConfigs(in: database)
        return ImportedProject(
            project: Project(project),
            workflows: zip(oldIDs, workflows).map { .init(id: $1.id, oldID: $0, name: $1.name) }, secrets: secrets,
            warnings: warnings + unmatched)
    }

    /// A configuration goes to the one connection of the same provider and name. It is not guessed: with another
    /// account's connection, a deploy could take the traffic of what runs there.
    /// - Returns: Of those that belong to no connection here.
    private func insertConfigs(in database: any SQLConnection) throws -> [Diagnostic] {
        var unmatched: [Diagnostic] = []
        let table = Table(DeployConfigRecord.self, in: database)
        for (index, (workflow, configs)) in zip(workflows, configs).enumerated() {
            for (number, config) in configs.enumerated() {
                let matches = try Table(ConnectionRecord.self, in: database).all(
                    named: config.connection, to: config.provider, of: project.organization)
                guard let connection = matches.first, matches.count == 1 else {
                    let place = JSONPointer.root.appending("workflows").appending(index).appending("deployConfigs")
                        .appending(number).appending("connection")
                    unmatched.append(
                        Diagnostic(
                            .warning, code: "import.connection", message: config.unmatched(among: matches.count),
                            pointer: place.text))
                    continue
                }
                try table.replace(
                    DeployConfigRecord(
                        workflow: workflow.id, connection: connection.id,
                        config: JSONValue.object(config.config).text, createdAt: workflow.createdAt,
                        updatedAt: workflow.updatedAt))
            }
        }
        return unmatched
    }

    private func withFreeSlug(in database: any SQLConnection) throws -> ProjectRecord {
        let table = Table(ProjectRecord.self, in: database)
        var slug = project.slug
        var number = 1
        while try table.find(slug: slug, of: project.organization) != nil {
            guard mayChangeSlug else { throw PlatformError.slugTaken(slug) }
            number += 1
            slug = "\(project.slug.prefix(FieldLimits.slug - 6))-\(number)"
        }
        return ProjectRecord(
            id: project.id, organization: project.organization, name: project.name, slug: slug,
            description: project.description, key: project.key, createdAt: project.createdAt,
            updatedAt: project.updatedAt)
    }
}

extension ProjectFile.DeployConfig {
    fileprivate func unmatched(among count: Int) -> String {
        let name = "connection \"\(connection)\" to \"\(provider)\""
        return (count == 0 ? "\(name) does not exist here" : "There are \(count) of the \(name) here")
            + ": its deploy configuration is skipped. Set it with PUT /api/workflows/:id/deploy-config/:connectionId."
    }
}
