import Compiler
import JSON
import PluginMessages
import Storage

/// The versions of workflows.
package struct Versions: Sendable {
    let storage: any StorageDriver
    let nodes: OrganizationNodes
    let offered: OfferedPackages

    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ request: PageRequest
    ) async throws -> Page<Version> {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            let page = try Table(VersionRecord.self, in: database).page(request, of: workflow.id)
            return Page(elements: try database.shown(page.elements), next: page.next)
        }
    }

    package func get(_ caller: Caller, of workflow: WorkflowID, _ id: VersionID) async throws -> VersionDetails {
        try await storage.read { try $0.details(of: $0.version(id, of: $0.workflow(workflow, of: caller).id)) }
    }

    /// Compiles a document and keeps it as the workflow's next version. A document that is the last version's and
    /// still becomes the same code makes no other one.
    /// - Parameter message: What the version is for; kept with a new one.
    /// - Returns: The version, and whether it is new.
    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document; nothing is kept then.
    package func post(
        _ caller: Caller, to id: WorkflowID, ir: JSONValue, message: String? = nil
    ) async throws -> (version: VersionDetails, isNew: Bool) {
        var problems = Problems()
        if let message {
            problems.check(description: message, FieldLimits.versionMessage, at: .root.appending("message"))
        }
        try problems.throwIfAny()
        let workflow = try Workflow(try await storage.read { try $0.workflow(id, of: caller) })
        let artifact = try await compiled(caller, ir, workflow.compileRequest)
        let document = ir.text
        let code = artifact.jsonText
        let (version, isNew) = try await storage.transaction { database in
            let workflow = try database.workflow(id, of: caller)
            // The draft that was saved as the version is one no more; what somebody has changed since stays.
            try Table(DraftRecord.self, in: database).remove(workflow.id, with: document)
            let table = Table(VersionRecord.self, in: database)
            if let last = try table.latest(of: workflow.id), last.ir == document, last.artifact == code {
                return (try database.shown([last])[0], false)
            }
            let now = Timestamp.now
            guard let number = try Table(WorkflowRecord.self, in: database).takeVersionNumber(id, at: now) else {
                throw PlatformError.unknown(.workflow, id: id.text)
            }
            let record = VersionRecord(
                id: .make(at: now), workflow: id, number: number, ir: document, artifact: code,
                target: artifact.target, isLocked: false, createdAt: now, author: caller.user,
                message: message.flatMap { $0.isEmpty ? nil : $0 }, schedule: artifact.schedule)
            try table.insert(record)
            try database.audit(
                caller, .versionCreated, record.id.text,
                ["workflowId": .string(id.text), "version": .int(number)])
            return (try database.shown([record])[0], true)
        }
        // Either way the record has this document and this code. Credentials change without the version.
        let warned = artifact.warning(of: try await credentialWarnings(of: ir, in: workflow.project, caller))
        return (VersionDetails(version: version, ir: ir, artifact: warned), isNew)
    }
}

extension Versions {
    /// Compiles a document and keeps nothing.
    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document.
    package func compile(_ caller: Caller, _ ir: JSONValue, _ request: CompileRequest) async throws -> Artifact {
        let artifact = try await compiled(caller, ir, request)
        return artifact.warning(of: try await credentialWarnings(of: ir, in: caller.project, caller))
    }

    private func compiled(
        _ caller: Caller, _ ir: JSONValue, _ request: CompileRequest
    ) async throws -> Artifact {
        let registry = try await nodes.view(of: caller.organization).registry
        do { return try await VersionCompiler(registry: registry).compile(ir, request) } catch let error
            as PlatformError
        {
            throw await MissingNodes(offered: offered).advising(error, about: ir)
        }
    }

    /// What a deploy would refuse of the credentials that there are now.
    private func credentialWarnings(
        of ir: JSONValue, in project: ProjectID, _ caller: Caller
    ) async throws -> [Diagnostic] {
        guard ir["nodes"]?.array?.contains(where: { $0["data"]?["credential"] != nil }) == true else { return [] }
        let records = try await storage.read {
            try Table(CredentialRecord.self, in: $0).all(visibleTo: project, of: caller.organization)
        }
        return CredentialFit(nodes.contributions.registry, records).problems(of: ir, .warning)
    }

    /// A locked version cannot be deployed or deleted.
    package func setLocked(
        _ caller: Caller, of workflow: WorkflowID, _ id: VersionID, _ isLocked: Bool
    ) async throws -> VersionDetails {
        try await storage.transaction { database in
            var record = try database.version(id, of: database.workflow(workflow, of: caller).id)
            record.isLocked = isLocked
            try Table(in: database).update(record)
            try database.audit(
                caller, isLocked ? .versionLocked : .versionUnlocked, id.text,
                ["workflowId": .string(workflow.text), "version": .int(record.number)])
            return try database.details(of: record)
        }
    }

    package func diff(
        _ caller: Caller, of workflow: WorkflowID, from old: VersionID, to new: VersionID
    ) async throws -> VersionDiff {
        let (before, after) = try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller).id
            return (try database.version(old, of: workflow).ir, try database.version(new, of: workflow).ir)
        }
        return VersionDiff(from: try JSONValue(parsing: before), to: try JSONValue(parsing: after))
    }

    /// Creates a new version from the document of an earlier one.
    package func revert(
        _ caller: Caller, of workflow: WorkflowID, to id: VersionID
    ) async throws -> (version: VersionDetails, isNew: Bool) {
        let old = try await get(caller, of: workflow, id)
        return try await post(
            caller, to: workflow, ir: old.ir, message: "Reverts to version \(old.version.number).")
    }

    /// - Throws: A conflict for a version that is deployed or locked.
    package func delete(_ caller: Caller, of workflow: WorkflowID, _ id: VersionID) async throws {
        try await storage.transaction { database in
            let workflow = try database.workflow(workflow, of: caller)
            let record = try database.version(id, of: workflow.id)
            if record.isLocked { throw PlatformError.versionIsLocked }
            let isDeployed = try Table(DeploymentRecord.self, in: database).isInUse(id)
            if workflow.activeVersion == id || isDeployed { throw PlatformError.versionDeployed }
            try Table(VersionRecord.self, in: database).delete(id)
            try database.audit(
                caller, .versionDeleted, id.text,
                ["workflowId": .string(workflow.id.text), "version": .int(record.number)])
        }
    }
}

extension Artifact {
    /// The cron expression that starts runs; `nil` without one.
    var schedule: String? {
        switch trigger {
        case .cron(let expression): expression
        case .manual, .http, .event: nil
        }
    }
}

extension Workflow {
    /// What the compiler is to know besides the document.
    var compileRequest: CompileRequest {
        CompileRequest(
            kind: kind, name: name, triggerCode: triggerCode,
            dependencies: Dictionary(
                dependencies.compactMap { name, range in range.string.map { (name, $0) } },
                uniquingKeysWith: { $1 }))
    }
}
