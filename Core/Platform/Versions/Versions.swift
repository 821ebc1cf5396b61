import Compiler
import JSON
import PluginMessages
import Storage

/// The versions of workflows.
package struct Versions: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions

    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ request: PageRequest
    ) async throws -> Page<Version> {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            return try Table(VersionRecord.self, in: database).page(request, of: workflow.id)
        }.map(Version.init)
    }

    package func get(_ caller: Caller, of workflow: WorkflowID, _ id: VersionID) async throws -> VersionDetails {
        let record = try await storage.read { try $0.version(id, of: $0.workflow(workflow, of: caller).id) }
        return try VersionDetails(record)
    }

    /// Compiles a document and keeps it as the workflow's next version. A document that is the last version's and
    /// still becomes the same code makes no other one.
    /// - Returns: The version, and whether it is new.
    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document; nothing is kept then.
    package func post(
        _ caller: Caller, to id: WorkflowID, ir: JSONValue
    ) async throws -> (version: VersionDetails, isNew: Bool) {
        let workflow = try Workflow(try await storage.read { try $0.workflow(id, of: caller) })
        let artifact = try await VersionCompiler(registry: contributions.registry).compile(
            ir, workflow.compileRequest)
        let document = ir.text
        let code = artifact.json.text
        let (record, isNew) = try await storage.transaction { database in
            let workflow = try database.workflow(id, of: caller)
            let table = Table(VersionRecord.self, in: database)
            if let last = try table.latest(of: workflow.id), last.ir == document, last.artifact == code {
                return (last, false)
            }
            let now = Timestamp.now
            guard let number = try Table(WorkflowRecord.self, in: database).takeVersionNumber(id, at: now) else {
                throw PlatformError.unknown(.workflow, id: id.text)
            }
            let record = VersionRecord(
                id: .make(at: now), workflow: id, number: number, ir: document, artifact: code,
                target: artifact.target, isLocked: false, createdAt: now)
            try table.insert(record)
            return (record, true)
        }
        return (try VersionDetails(record), isNew)
    }
}

extension Workflow {
    /// What the compiler is to know besides the document.
    fileprivate var compileRequest: CompileRequest {
        CompileRequest(
            kind: kind, name: name, triggerCode: triggerCode,
            dependencies: Dictionary(
                dependencies.compactMap { name, range in range.string.map { (name, $0) } },
                uniquingKeysWith: { $1 }))
    }
}
