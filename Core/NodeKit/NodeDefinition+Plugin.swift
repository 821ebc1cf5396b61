/// A plugin with one node, whose code is one template:
///
///     @c(millrace_plugin_start)
///     public func start(_ host: HostTable) -> PluginTable {
///         node.plugin(template: PackageResources.template_ts).start(host)
///     }
extension NodeDefinition {
    /// - Parameters:
    ///   - template: The code, the same for every target of the node.
    ///   - credentialTypes: Kinds of accounts that the node can use, besides the generic ones.
    public func plugin(template: [UInt8], credentialTypes: [CredentialType]? = nil) -> PluginDefinition {
        let source = String(decoding: template, as: UTF8.self)
        return PluginDefinition(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: [
                PlainNode(definition: self, templates: Dictionary(uniqueKeysWithValues: providers.map { ($0, source) }))
            ], credentialTypes: credentialTypes)
    }

    /// An icon of lines, 24 by 24, in the colour of the text around it.
    /// - Parameter path: What an SVG path draws.
    public static func icon(_ path: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" \
        stroke-linecap="round" stroke-linejoin="round"><path d="\(path)"/></svg>
        """
    }
}

private struct PlainNode: NodePlugin {
    let definition: NodeDefinition
    let templates: [String: String]
}
