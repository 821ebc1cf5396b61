import JSON
import PluginMessages

/// A document of the IR, read and checked. Nodes and edges are named by their index.
package struct WorkflowDocument: Sendable {
    package let kind: Program.Kind
    package let name: String
    package let trigger: Trigger
    package let nodes: [WorkflowNode]
    package let edges: [WorkflowEdge]
    package let entry: Int
    /// The target that the nodes name.
    package let target: String
}

package struct WorkflowNode: Sendable {
    package let id: String
    package let type: String
    package let name: String
    package let version: String
    package let provider: String
    package let data: JSONObject
    package let config: NodeConfig
    /// Where the node is in the document.
    package let index: Int

    package var builtIn: BuiltInNode? { BuiltInNode(rawValue: type) }
    package var pointer: JSONPointer { JSONPointer.root.appending("nodes").appending(index) }
}

/// A node's `config`; durations are checked and kept as they are written.
package struct NodeConfig: Sendable {
    package var retryLimit: Int?
    package var retryDelay: JSONValue?
    package var backoff: StepOptions.Backoff?
    package var timeout: JSONValue?
}

package struct WorkflowEdge: Sendable {
    package let id: String
    package let source: Int
    package let target: Int
    package let label: String?
    /// Where the edge is in the document.
    package let index: Int

    package var pointer: JSONPointer { JSONPointer.root.appending("edges").appending(index) }
}
