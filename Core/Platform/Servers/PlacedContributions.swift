import PluginHost

/// What plugins contribute on one of several servers.
struct PlacedContributions: Contributions {
    let inner: any Contributions
    let places: DeploymentPlaces?

    var host: PluginHost { inner.host }
    var events: AsyncStream<PluginEvent> { inner.events }
}

extension Contributions {
    package var places: DeploymentPlaces? { nil }

    /// The provider of what is deployed, where it is; `nil` while its organization has none of that name.
    func provider(of deployed: Deployed) -> Provider? {
        provider(of: deployed.connection).map { place($0, of: deployed.deployment) }
    }

    /// - Throws: ``PlatformError/providerNotLoaded(_:)``
    func loadedProvider(of deployed: Deployed) throws(PlatformError) -> Provider {
        place(try loadedProvider(of: deployed.connection), of: deployed.deployment)
    }

    /// On whose disk a deploy will be; `nil` where that does not matter.
    /// - Parameter previous: What it replaces.
    func place(replacing previous: DeploymentRecord?, by provider: Provider) async -> DeploymentServer? {
        guard let places, provider.definition.isOnServer == true else { return nil }
        return await places.place(replacing: previous, by: provider)
    }

    func place(_ provider: Provider, of deployment: DeploymentRecord) -> Provider {
        places?.provider(provider, of: deployment) ?? provider
    }
}
