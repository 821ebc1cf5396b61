import Errors
import JSON
import PluginMessages
import Storage

/// The drafts of workflows: one each, for all who edit it.
package struct Drafts: Sendable {
    let storage: any StorageDriver

    /// - Throws: ``PlatformError`` with ``ErrorCode/draftNotFound`` where there is none.
    package func get(_ caller: Caller, of id: WorkflowID) async throws -> Draft {
        try await storage.read { database in
            let workflow = try database.workflow(id, of: caller).id
            guard let record = try Table(DraftRecord.self, in: database).find(workflow) else {
                throw PlatformError.noDraft(of: id)
            }
            return try database.shown(record)
        }
    }

    /// Takes the place of the draft that there was. Nothing is checked: a draft may be incomplete.
    package func set(_ caller: Caller, of id: WorkflowID, to new: NewDraft) async throws -> Draft {
        let document = JSONValue.object(new.document).text
        return try await storage.transaction { database in
            let workflow = try database.workflow(id, of: caller).id
            let base = try new.base.map { try database.version($0, of: workflow).id }
            let table = Table(DraftRecord.self, in: database)
            let now = Timestamp.now
            let record = DraftRecord(
                workflow: workflow, document: document, base: base, author: caller.user,
                createdAt: try table.find(workflow)?.createdAt ?? now, updatedAt: now)
            try table.replace(record)
            return try database.shown(record)
        }
    }

    /// Discards the draft; the versions are what counts from then on.
    package func remove(_ caller: Caller, of id: WorkflowID) async throws {
        try await storage.transaction { database in
            let workflow = try database.workflow(id, of: caller).id
            guard try Table(DraftRecord.self, in: database).remove(workflow) else { return }
            try database.audit(caller, .draftDiscarded, id.text)
        }
    }
}

extension PlatformError {
    fileprivate static func noDraft(of id: WorkflowID) -> PlatformError {
        PlatformError(
            .draftNotFound,
            "The workflow \"\(id.text)\" has no draft. Its latest version is in GET /api/workflows/:id/full.")
    }
}

extension SQLConnection {
    fileprivate func shown(_ record: DraftRecord) throws -> Draft {
        let authors = try people([record.author].compactMap(\.self))
        return try Draft(record, author: record.author.flatMap { authors[$0] })
    }
}
