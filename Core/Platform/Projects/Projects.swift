import JSON
import Storage
import Values

/// The projects of an organization.
package struct Projects: Sendable {
    let storage: any StorageDriver
    let cache: KeyCache

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<Project> {
        try await storage.read {
            try Table(ProjectRecord.self, in: $0).page(request, of: caller.organization)
        }.map(Project.init)
    }

    package func get(_ caller: Caller, _ id: ProjectID) async throws -> Project {
        Project(try await storage.read { try $0.managedProject(id, of: caller) })
    }

    /// The caller in a project that they reach, in whichever one the request is.
    package func enter(_ caller: Caller, _ id: ProjectID) async throws -> Caller {
        caller.entering(try await storage.read { try $0.project(id, of: caller) }.id)
    }

    /// - Parameter slug: `nil` makes one of the name.
    package func create(
        _ caller: Caller, name: String, slug: String?, description: String
    ) async throws -> Project {
        let id = ProjectID.make()
        let found = slug.map(ProjectSlug.init(_:)) ?? ProjectSlug(of: name, or: id)
        var problems = Problems()
        check(name: name, description: description, &problems)
        if found == nil {
            problems.add(
                "pattern", "must be words of a-z and 0-9 joined by hyphens, at most \(FieldLimits.slug) characters",
                at: .root.appending("slug"))
        }
        try problems.throwIfAny()
        let now = Timestamp.now
        let record = ProjectRecord(
            id: id, organization: caller.organization, name: name, slug: found?.text ?? "",
            description: description, key: caller.key, createdAt: now, updatedAt: now)
        try await storage.transaction { database in
            let table = Table(ProjectRecord.self, in: database)
            guard try table.find(slug: record.slug, of: caller.organization) == nil else {
                throw PlatformError.slugTaken(record.slug)
            }
            try table.insert(record)
            try database.audit(caller, .projectCreated, id.text, ["name": .string(name)])
        }
        return Project(record)
    }

    /// What is `nil` stays as it is.
    package func update(
        _ caller: Caller, _ id: ProjectID, name: String?, description: String?
    ) async throws -> Project {
        try await storage.transaction { database in
            var record = try database.managedProject(id, of: caller)
            record.name = name ?? record.name
            record.description = description ?? record.description
            var problems = Problems()
            check(name: record.name, description: record.description, &problems)
            try problems.throwIfAny()
            record.updatedAt = .now
            try Table(in: database).update(record)
            try database.audit(caller, .projectChanged, id.text, ["name": .string(record.name)])
            return Project(record)
        }
    }

    /// Takes its variables and API keys with it.
    /// - Throws: A conflict while it has workflows, and for the last one.
    package func delete(_ caller: Caller, _ id: ProjectID) async throws {
        try await storage.transaction { database in
            let record = try database.managedProject(id, of: caller)
            let workflows = try Table(WorkflowRecord.self, in: database).count(of: record.id)
            guard workflows == 0 else { throw PlatformError.projectNotEmpty(workflows: workflows) }
            let table = Table(ProjectRecord.self, in: database)
            guard try table.count(of: caller.organization) > 1 else { throw PlatformError.lastProject }
            try table.delete(record.id)
            try database.audit(caller, .projectDeleted, id.text, ["name": .string(record.name)])
        }
        // Its keys went with it.
        cache.forgetAll()
    }

    private func check(name: String, description: String, _ problems: inout Problems) {
        problems.check(name: name)
        problems.check(description: description)
    }
}
