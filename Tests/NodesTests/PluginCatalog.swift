import IR
import PluginMessages

/// The marketplace's nodes as documents see them.
struct PluginCatalog: NodeCatalog {
    let manifests: [Manifest]

    let targets = ["cloudflare"]

    func checksRequests(_ target: String) -> Bool { true }

    func versions(of type: String) -> [String] {
        manifests.flatMap(\.nodes).filter { $0.id == type }.map(\.version)
    }

    func definition(type: String, version: String) -> NodeDefinition? {
        manifests.lazy.flatMap(\.nodes).first { $0.id == type && $0.version == version }
    }

    func template(type: String, version: String, target: String) -> NodeTemplate? {
        manifests.lazy.flatMap(\.templates).first { $0.node == type && $0.version == version && $0.target == target }
    }
}
