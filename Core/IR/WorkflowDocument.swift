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
    package let entry: Int
    /// The target that the nodes name.
    package let target: String
    /// The document itself, with everything in it that is unknown.
    package let source: JSONValue

    package var name: String { metadata["name"]?.string ?? "" }
}

/// A class, since documents have many and every check passes them on.
package final class WorkflowNode: Sendable {
    package let id: String
    package let type: String
    /// `nil`: a node from a plugin.
    package let builtIn: BuiltInNode?
    package let name: String
    package let version: String
    package let provider: String
    package let data: JSONObject
    package let config: NodeConfig
    /// Where the node is in the document.
    package let index: Int

    init(
        id: String, type: String, builtIn: BuiltInNode?, name: String, version: String, provider: String,
        data: JSONObject, config: NodeConfig, index: Int
    ) {
        self.id = id
        self.type = type
        self.builtIn = builtIn
        self.name = name
        self.version = version
        self.provider = provider
        self.data = data
        self.config = config
        self.index = index
    }

    package var place: Place { Place.nodes.element(index) }
    package var dataPlace: Place { place.member("data") }

    /// A field of `data` that is neither null nor empty.
    package func filled(_ key: String) -> JSONValue? {
        guard let value = data[key], !value.isNull, value != "" else { return nil }
        return value
    }
}

/// A node's `config`; durations in milliseconds.
package struct NodeConfig: Sendable {
    package var retryLimit: Int?
    package var retryDelay: Int?
    package var backoff: StepOptions.Backoff?
    package var timeout: Int?
}

/// The ways out of a node. Most nodes have one.
package struct Routes: Sendable {
    /// What a container runs, in order: the branches as `data` lists them, the arms of a `parallel` or `race`,
    /// `body`, or `try`, `catch` and perhaps `finally`.
    package struct Arm: Sendable {
        package let label: String
        /// The first nodes; an empty arm has none.
        package var starts: [Int]
    }

    package var arms: [Arm] = []
    /// What runs next: after a container's arms, or simply after the node.
    package var next: [Int] = []
}

/// What reading a document came to.
package struct DocumentReading: Sendable {
    /// `nil` when too much is missing to say more about it.
    package let document: WorkflowDocument?
    /// The graph of the document can be followed: whatever else is wrong, its ways are right.
    package let canBeFollowed: Bool
    package var problems: Problems
}
