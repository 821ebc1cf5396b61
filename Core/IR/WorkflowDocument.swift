import JSON
import PluginMessages

/// A document of the IR, read and checked. Nodes and edges are named by their index.
package struct WorkflowDocument: Sendable {
    package let kind: Program.Kind
    /// As the document has it: `name`, `description`, `version` and what else there is.
    package let metadata: JSONObject
    package let trigger: Trigger
    /// What a request has to show; `nil` when everybody may start a run.
    package let auth: TriggerAuth?
    package let nodes: [WorkflowNode]
    /// The nodes by id.
    package let ids: [String: Int]
    /// Where the ways out of each node lead.
    package let routes: [Routes]
    /// The first node where the document names none: nothing can be followed then.
    package let entry: Int
    /// The target that the nodes name.
    package let target: String
    /// The document itself, with everything in it that is unknown.
    package let source: JSONValue

    package var name: String { metadata["name"]?.string ?? "" }
}
