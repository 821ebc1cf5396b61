import IR
import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// The node types that an organization's documents may use: the compiler's own, then those of plugins by id.
package struct NodesCatalog: Sendable {
    let nodes: OrganizationNodes

    /// Of each the version that new work uses: the installed one, or else the newest.
    package func list(_ caller: Caller) async throws -> [NodeDefinition] {
        let view = try await nodes.view(of: caller.organization)
        var seen: Set<String> = []
        let usual = view.registry.nodes.filter { node in
            guard view.current[node.id] == nil || view.current[node.id] == node.version else { return false }
            return seen.insert(node.id).inserted
        }
        return BuiltInNode.allCases.map(\.definition) + usual
    }

    /// The code of plugin nodes, by node, version and target.
    package func templates(_ caller: Caller) async throws -> [NodeTemplate] {
        try await nodes.view(of: caller.organization).registry.templates
    }

    /// - Parameter version: `nil` takes the one that new work uses.
    package func get(_ caller: Caller, _ id: String, version: String? = nil) async throws -> NodeDefinition {
        if let node = BuiltInNode(rawValue: id)?.definition, version == nil || version == node.version { return node }
        let view = try await nodes.view(of: caller.organization)
        let wanted = version ?? view.current[id]
        guard let node = view.registry.nodes.first(where: { $0.id == id && (wanted == nil || $0.version == wanted) })
        else {
            if let plugin = view.registry.disabled(node: id, version: wanted) { throw PlatformError.pluginOff(plugin) }
            let known = BuiltInNode.allCases.map(\.rawValue) + view.registry.nodes.map(\.id)
            throw PlatformError.unknown(
                .node, id: version.map { "\(id)@\($0)" } ?? id, known: known.contains(id) ? [] : known)
        }
        return node
    }

    /// What the plugin of a node asks for; `nil`: requests to any host.
    func permissions(_ caller: Caller, of node: NodeDefinition) async throws -> PluginPermissions? {
        try await nodes.view(of: caller.organization).registry.permissions(of: node)
    }

    /// The options of a field: the definition's, or else what the node's plugin tells for a configuration.
    func options(
        _ caller: Caller, _ node: NodeDefinition, of field: ConfigField, config: JSONObject
    ) async throws -> [ConfigField.Option] {
        let registry = try await nodes.view(of: caller.organization).registry
        guard let services = registry.services(of: node.id, version: node.version), services.kinds.contains(.options)
        else { return field.options ?? [] }
        do { return try await services.options(of: field.name, config) } catch {
            throw PlatformError.plugin(node.id, error)
        }
    }
}
