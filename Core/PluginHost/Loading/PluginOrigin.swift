/// Where a plugin came from, which decides who sees it.
package enum PluginOrigin: Sendable, Hashable {
    /// Part of the installation, or of a folder that the operator named: for everybody.
    case installation
    /// A package of a registry: for the organizations that have installed it.
    /// - Parameter node: The package's id, which is its node's where it has one node and nothing else.
    case package(node: String, version: String)
}
