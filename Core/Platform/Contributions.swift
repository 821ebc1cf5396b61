import IR
import JSON
import PluginHost

/// Where the platform learns what plugins contribute and tell.
package protocol Contributions: Sendable {
    /// What loads plugins, and takes them away.
    var host: PluginHost { get }
    /// What plugins tell that no call asked for; one reader.
    var events: AsyncStream<PluginEvent> { get }
}

extension PluginHost: Contributions {
    package var host: PluginHost { self }
}

extension Contributions {
    /// What is contributed now, to all organizations together.
    package var registry: ContributionRegistry { host.registry }
}

extension ContributionRegistry: NodeCatalog {}

extension ContributionRegistry {
    /// - Throws: ``PlatformError/providerNotLoaded(_:)``
    func loadedProvider(_ id: String) throws(PlatformError) -> Provider {
        guard let provider = provider(id) else {
            throw disabled(provider: id).map(PlatformError.pluginOff) ?? .providerNotLoaded(id)
        }
        return provider
    }

    /// - Throws: ``PlatformError/pluginOff(_:)`` for a document with a node whose plugin is turned off: nothing is wrong
    ///   with the document.
    func checkEnabled(_ ir: JSONValue) throws(PlatformError) {
        for node in ir["nodes"]?.array ?? [] {
            guard let type = node["type"]?.string, let version = node["version"]?.string,
                definition(type: type, version: version) == nil,
                let plugin = disabled(node: type, version: version)
            else { continue }
            throw .pluginOff(plugin)
        }
    }
}
