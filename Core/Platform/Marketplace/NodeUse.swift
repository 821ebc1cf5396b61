import Storage

/// A workflow whose stored versions have a node.
package struct NodeUse: Sendable, Hashable {
    package let workflow: WorkflowID
    package let name: String
    /// Of the node.
    package let versions: Set<String>
}
