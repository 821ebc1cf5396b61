import IR
import PluginHost
import PluginMessages

/// The node types that documents may use: the compiler's own, then those of plugins by id.
package struct NodesCatalog: Sendable {
    let contributions: any Contributions

    /// The newest version of each.
    package func list() -> [NodeDefinition] {
        var previous: String?
        let newest = contributions.registry.nodes.filter { node in
            defer { previous = node.id }
            return node.id != previous
        }
        return BuiltInNode.allCases.map(\.definition) + newest
    }

    /// The code of plugin nodes, by node, version and target.
    package func templates() -> [NodeTemplate] { contributions.registry.templates }

    /// - Parameter version: `nil` takes the newest.
    package func get(_ id: String, version: String? = nil) throws(PlatformError) -> NodeDefinition {
        let known = [BuiltInNode(rawValue: id)?.definition].compactMap(\.self) + contributions.registry.nodes
        guard let node = known.first(where: { $0.id == id && (version == nil || $0.version == version) }) else {
            throw .unknown(.node, id: version.map { "\(id)@\($0)" } ?? id)
        }
        return node
    }
}
