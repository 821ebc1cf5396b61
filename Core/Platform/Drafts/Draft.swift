import JSON
import Storage

/// A document of a workflow that is edited and not a version yet.
package struct Draft: Sendable {
    package let summary: DraftSummary
    /// Any object: a draft may be incomplete.
    package let document: JSONObject

    init(_ record: DraftRecord, author: Person?) throws {
        summary = DraftSummary(record, author: author)
        document = try JSONValue(parsing: record.document).decode()
    }
}

/// A draft without its document.
package struct DraftSummary: Sendable {
    package let workflow: WorkflowID
    /// The version that the draft began from; `nil` without one, and when it was deleted since.
    package let base: VersionID?
    /// Who saved it last, where that is known.
    package let author: Person?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: DraftRecord, author: Person?) {
        workflow = record.workflow
        base = record.base
        self.author = author
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}

/// What a draft is replaced by.
package struct NewDraft: Sendable {
    let document: JSONObject
    let base: VersionID?

    package init(document: JSONObject, base: VersionID?) {
        self.document = document
        self.base = base
    }
}

extension SQLConnection {
    /// The drafts of some workflows, without their documents.
    func drafts(of workflows: [WorkflowID]) throws -> [WorkflowID: DraftSummary] {
        let records = try Table(DraftRecord.self, in: self).listed(of: workflows)
        let authors = try people(records.compactMap(\.author))
        return Dictionary(
            records.map { ($0.workflow, DraftSummary($0, author: $0.author.flatMap { authors[$0] })) },
            uniquingKeysWith: { $1 })
    }

    /// People by id, each read once.
    func people(_ ids: [UserID]) throws -> [UserID: Person] {
        let table = Table(UserRecord.self, in: self)
        return try Set(ids).reduce(into: [:]) { people, id in people[id] = try table.find(id).map(Person.init) }
    }
}
