import PluginMessages
import Storage

/// A version of a workflow, without the document and its code.
package struct Version: Sendable {
    package let id: VersionID
    package let workflow: WorkflowID
    /// From 1, counted within the workflow.
    package let number: Int
    /// What the code is for.
    package let target: String
    package let isLocked: Bool
    package let createdAt: Timestamp
    /// Who saved it, where that is known.
    package let author: Person?
    /// What it is for, if the author said so.
    package let message: String?

    init(_ record: VersionRecord, author: Person?) {
        id = record.id
        workflow = record.workflow
        number = record.number
        target = record.target
        isLocked = record.isLocked
        createdAt = record.createdAt
        self.author = author
        message = record.message
    }
}

extension SQLConnection {
    /// Versions with their authors.
    func shown(_ records: [VersionRecord]) throws -> [Version] {
        let authors = try people(records.compactMap(\.author))
        return records.map { Version($0, author: $0.author.flatMap { authors[$0] }) }
    }

    func details(of record: VersionRecord) throws -> VersionDetails {
        try VersionDetails(record, author: try shown([record]).first?.author)
    }
}
