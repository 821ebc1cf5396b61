import IR
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
        guard let provider = provider(id) else { throw .providerNotLoaded(id) }
        return provider
    }
}
