import JSON
import PluginMessages
import Storage
import Values

/// Takes projects out of a server and into one.
package struct ProjectTransfer: Sendable {
    let storage: any StorageDriver
    let nodes: OrganizationNodes
    let secrets: SecretBox
    /// Imports of one organization come one after the other.
    let queue: SerialQueue<String>

    /// - Throws: ``PlatformError/exportTooLarge(_:)``; a key of another project does not find it.
    package func export(_ caller: Caller, _ id: ProjectID) async throws -> ProjectFile {
        try await storage.read { database in
            let project = try database.project(id, of: caller)
            let versions = Table(VersionRecord.self, in: database)
            // Before anything of it is in memory.
            try ProjectFile.check(size: versions.documentSize(of: id))
            let variables = Table(VariableRecord.self, in: database)
            let configs = Table(DeployConfigRecord.self, in: database)
            return ProjectFile(
                name: project.name, slug: project.slug, description: project.description,
                variables: try variables.shared(of: id).map(Variable.init),
                workflows: try Table(WorkflowRecord.self, in: database).all(of: id).map { record in
                    try ProjectFile.Workflow(
                        Workflow(record), variables.all(of: record.id), versions.all(of: record.id),
                        configs.all(of: record.id).map { try database.named($0, of: caller) })
                })
        }
    }

    /// Makes a project of a file, all of it or nothing.
    /// - Parameters:
    ///   - name: Takes the place of the file's.
    ///   - slug: Takes the place of the file's; without it, a free one is made of the file's.
    /// - Throws: ``PlatformError/invalid(_:)`` with every problem of the file.
    package func `import`(
        _ caller: Caller, _ file: JSONValue, name: String? = nil, slug: String? = nil
    ) async throws -> ImportedProject {
        var reader = ProjectFileReader()
        let file = reader.read(file)
        var problems = reader.problems
        if let name { problems.check(name: name, at: .root.appending("name")) }
        if let slug, ProjectSlug(slug) == nil {
            problems.add("pattern", "must be words of a-z and 0-9 joined by hyphens", at: .root.appending("slug"))
        }
        guard let file else { throw PlatformError.invalid(problems.diagnostics) }
        // A client that leaves must not leave half of it undone.
        return try await queue.run(for: "import \(caller.organization)") { [self, problems] in
            let registry = try await nodes.view(of: caller.organization).registry
            let draft = try await ProjectDraft(
                file, for: caller, name: name, slug: slug, compiler: VersionCompiler(registry: registry),
                secrets: secrets, problems: problems)
            return try await storage.transaction { database in
                let imported = try draft.insert(in: database, by: caller)
                try database.audit(
                    caller, .projectImported, imported.project.id.text, ["name": .string(imported.project.name)])
                return imported
            }
        }
    }
}

extension SQLConnection {
    fileprivate func named(_ record: DeployConfigRecord, of caller: Caller) throws -> ProjectFile.DeployConfig {
        let connection = try connection(record.connection, of: caller)
        return ProjectFile.DeployConfig(
            provider: connection.provider, connection: connection.name,
            config: try JSONValue(parsing: record.config).decode())
    }
}

extension ProjectFile.Workflow {
    fileprivate init(
        _ workflow: Workflow, _ variables: [VariableRecord], _ versions: [VersionRecord],
        _ configs: [ProjectFile.DeployConfig]
    ) throws {
        self.init(
            id: workflow.id.text, name: workflow.name, description: workflow.description, kind: workflow.kind,
            triggerCode: workflow.triggerCode, dependencies: workflow.dependencies,
            deployConfig: workflow.deployConfig, deployConfigs: configs, variables: variables.map(Variable.init),
            versions: try versions.map {
                ProjectFile.Version(number: $0.number, isLocked: $0.isLocked, ir: try JSONValue(parsing: $0.ir))
            })
    }
}
