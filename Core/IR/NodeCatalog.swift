import PluginMessages

/// What the plugins contribute, as far as documents are concerned.
package protocol NodeCatalog: Sendable {
    /// The targets that some provider compiles.
    var targets: [String] { get }
    /// Whether what is compiled for a target checks requests as a trigger's `auth` says.
    func checksRequests(_ target: String) -> Bool
    /// The loaded versions of a plugin node, newest first; empty for an unknown type.
    func versions(of type: String) -> [String]
    /// The types of all plugin nodes that are loaded.
    var types: [String] { get }
    func definition(type: String, version: String) -> NodeDefinition?
    /// The code of a node version for a target, or for one whose templates that target accepts.
    func template(type: String, version: String, target: String) -> NodeTemplate?
}

extension NodeCatalog {
    package var types: [String] { [] }
}
