import IR
import PluginMessages

/// A provider, and no node but the built-in ones.
struct NoPlugins: NodeCatalog {
    let targets = ["cloudflare"]

    func checksRequests(_ target: String) -> Bool { true }

    func versions(of type: String) -> [String] { [] }
    func definition(type: String, version: String) -> NodeDefinition? { nil }
    func template(type: String, version: String, target: String) -> NodeTemplate? { nil }
}
