import IR
import PluginHost

/// Where the platform learns what plugins contribute and tell.
package protocol Contributions: Sendable {
    /// What is contributed now.
    var registry: ContributionRegistry { get }
    /// What plugins tell that no call asked for; one reader.
    var events: AsyncStream<PluginEvent> { get }
}

extension PluginHost: Contributions {}

extension ContributionRegistry: NodeCatalog {}

extension ContributionRegistry {
    /// - Throws: ``PlatformError/providerNotLoaded(_:)``
    func loadedProvider(_ id: String) throws(PlatformError) -> Provider {
        guard let provider = provider(id) else { throw .providerNotLoaded(id) }
        return provider
    }
}
