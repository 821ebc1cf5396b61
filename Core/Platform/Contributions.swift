import IR
import JSON
import PluginHost
import Storage

/// Where the platform learns what plugins contribute and tell.
package protocol Contributions: Sendable {
    /// What loads plugins, and takes them away.
    var host: PluginHost { get }
    /// What plugins tell that no call asked for; one reader.
    var events: AsyncStream<PluginEvent> { get }
    /// On which servers deployments are; `nil` where there is only one.
    var places: DeploymentPlaces? { get }
}

extension PluginHost: Contributions {
    package var host: PluginHost { self }
}

extension Contributions {
    /// What is contributed now, to all organizations together.
    package var registry: ContributionRegistry { host.registry }

    /// What is contributed now to one organization, as it calls it.
    package func registry(of organization: OrganizationID) -> ContributionRegistry {
        host.registry(of: organization.text)
    }

    /// The provider that a connection is to; `nil` while its organization has none of that name.
    func provider(of connection: ConnectionRecord) -> Provider? {
        registry(of: connection.organization).provider(connection.provider)
    }

    /// - Throws: ``PlatformError/providerNotLoaded(_:)``
    func loadedProvider(of connection: ConnectionRecord) throws(PlatformError) -> Provider {
        try registry(of: connection.organization).loadedProvider(connection.provider)
    }
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
