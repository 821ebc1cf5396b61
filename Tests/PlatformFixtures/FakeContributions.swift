import Platform
import PluginHost
import PluginMessages

/// Two providers: `here`, which needs no credentials and does everything through a fake, and `elsewhere`, which
/// takes other targets only.
package struct FakeContributions: Contributions {
    package let registry: ContributionRegistry
    package let events: AsyncStream<PluginEvent>
    package let provider = FakeProvider()

    package static let capabilities: [ProviderCapability] = [
        .emit, .verify, .deploy, .takedown, .trigger, .run, .pause, .resume, .terminate, .sendEvent, .steps,
    ]

    package init(events: AsyncStream<PluginEvent> = AsyncStream { _ in }) {
        self.events = events
        let manifest = Manifest(
            id: "fake", name: "Fake", version: "1.0.0",
            providers: [
                ProviderDefinition(
                    id: "here", name: "Here", description: "Deploys nowhere.", capabilities: Self.capabilities,
                    defaultConnection: "This machine"),
                ProviderDefinition(
                    id: "elsewhere", name: "Elsewhere", description: "Takes its own target only.",
                    credentialSchema: [
                        ConfigField("apiToken", .secret, label: "API token", required: true),
                        ConfigField("accountId", .string, label: "Account id"),
                        ConfigField("plan", .select, label: "Plan", options: [.init("free"), .init("paid")]),
                    ], capabilities: Self.capabilities),
            ])
        registry = ContributionRegistry(plugins: [
            LoadedPlugin(path: "fake", manifest: manifest, connection: provider)
        ])
    }
}
