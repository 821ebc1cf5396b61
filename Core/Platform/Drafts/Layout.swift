import JSON
import Storage

/// Where the nodes of a workflow are drawn: apart from its versions, so that moving a node changes no document.
package struct Layout: Sendable {
    /// Positions, each an object with `x` and `y`, by the ids of nodes.
    package let nodes: JSONObject
    /// The part that is shown: an object with `x`, `y` and `zoom`.
    package let viewport: JSONObject?
    /// `nil` before it was set.
    package let updatedAt: Timestamp?

    package init(nodes: JSONObject, viewport: JSONObject?) {
        self.nodes = nodes
        self.viewport = viewport
        updatedAt = nil
    }

    init(_ record: LayoutRecord) throws {
        nodes = try JSONValue(parsing: record.nodes).decode()
        viewport = try record.viewport.map { try JSONValue(parsing: $0).decode() }
        updatedAt = record.updatedAt
    }
}
