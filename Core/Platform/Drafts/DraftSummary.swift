import Storage

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
