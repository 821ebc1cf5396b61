import JSON
import Storage

/// What a run runs: the document of its version, or the one that a test was started with.
package struct RunDocument: Sendable {
    package let run: RunID
    /// `nil` for a test.
    package let version: VersionID?
    package let document: JSONObject
}

extension RunSteps {
    /// - Throws: ``PlatformError`` for a run whose version was deleted since.
    package func document(_ caller: Caller, of workflow: WorkflowID, _ id: RunID) async throws -> RunDocument {
        let run = try await runs.record(caller, of: workflow, id)
        guard let text = try await runs.storage.read({ try $0.document(of: run) }) else {
            throw PlatformError.documentDeleted(of: id)
        }
        return RunDocument(
            run: run.id, version: run.isTest ? nil : run.version, document: try JSONValue(parsing: text).decode())
    }
}

extension SQLConnection {
    /// What a run runs; `nil` when it was deleted since.
    func document(of run: RunRecord) throws -> String? {
        guard !run.isTest else { return try Table(DeploymentRecord.self, in: self).find(run.deployment)?.testDocument }
        return try run.version.flatMap { try Table(VersionRecord.self, in: self).find($0, of: run.workflow)?.ir }
    }
}
