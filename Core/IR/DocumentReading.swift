import PluginMessages

/// What reading a document came to.
package struct DocumentReading: Sendable {
    /// `nil` when too much is missing to say more about it.
    package let document: WorkflowDocument?
    /// The graph of the document can be followed: whatever else is wrong, its ways are right.
    package let canBeFollowed: Bool
    package var problems: Problems
}
