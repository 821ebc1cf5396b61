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
