import CoreMetrics
import Logging
import Platform
import PluginHost
import PluginMessages

/// Two providers: `here`, which needs no credentials and does everything through a fake, and `elsewhere`, which
/// takes other targets only.
package struct FakeContributions: Contributions {
    package let host: PluginHost
    package let events: AsyncStream<PluginEvent>
    package let provider = FakeProvider()

    package static let capabilities: [ProviderCapability] = [
        .emit, .verify, .deploy, .takedown, .trigger, .run, .pause, .resume, .terminate, .restart, .sendEvent, .steps,
        .logs, .serviceLogs, .request, .deleteRuns, .restartFrom, .terminateRollback,
        .updateSecrets,
    ]

    /// A host that loads nothing by itself.
    /// - Parameters:
    ///   - executable: The real one, to check and to isolate packages.
    ///   - metrics: Where calls of plugins are counted.
    package static func host(
        executable: String?, metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) -> PluginHost {
        PluginHost(
            configuration: .init(
                locations: [], dataDirectory: nil, settings: PluginSettings(), hostVersion: "0.0.0",
                executable: executable), metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// - Parameters:
    ///   - missing: What `here` cannot do.
    ///   - asksTokens: Whether `here` asks the server for tokens.
    ///   - isOnServer: Whether what `here` deploys is on the disk of the server.
    package init(
        events: AsyncStream<PluginEvent> = AsyncStream { _ in }, resources: [ResourceEndpoint] = [],
        without missing: Set<ProviderCapability> = [], asksTokens: Bool? = nil, isOnServer: Bool? = nil,
        host: PluginHost = Self.host(executable: nil)
    ) {
        self.events = events
        let manifest = Manifest(
            id: "fake", name: "Fake", version: "1.0.0",
            providers: [
                ProviderDefinition(
                    id: "here", name: "Here", description: "Deploys nowhere.",
                    configSchema: [
                        ConfigField("address", .json, label: "Address"),
                        ConfigField(
                            "copies", .number, label: "Copies", default: 1, validation: .init(min: 1, max: 9)),
                    ], capabilities: (Self.capabilities + [.preview, .states]).filter { !missing.contains($0) },
                    defaultConnection: "This machine", asksTokens: asksTokens, runsTests: true, isOnServer: isOnServer),
                ProviderDefinition(
                    id: "elsewhere", name: "Elsewhere", description: "Takes its own target only.",
                    credentialSchema: [
                        ConfigField("apiToken", .secret, label: "API token", required: true),
                        ConfigField("accountId", .string, label: "Account id"),
                        ConfigField("plan", .select, label: "Plan", options: [.init("free"), .init("paid")]),
                        ConfigField("apiUrl", .string, label: "API address", validation: .init(format: .url)),
                    ], capabilities: Self.capabilities + [.recover]),
            ],
            resources: [
                ResourceEndpoint(
                    "list", .get, "boxes/:box/things", summary: "Lists things.", provider: "here",
                    query: [
                        ConfigField("prefix", .string, label: "Prefix"),
                        ConfigField("limit", .number, label: "Limit", validation: .init(min: 1, max: 100)),
                    ]),
                ResourceEndpoint("special", .get, "boxes/special/things", summary: "Lists other things."),
                ResourceEndpoint(
                    "query", .post, "boxes/:box/query", summary: "Asks.", provider: "here",
                    body: [ConfigField("sql", .code, label: "SQL", required: true)]),
                ResourceEndpoint("put", .put, "boxes/:box/things/:name", scope: .write, summary: "Keeps bytes."),
            ] + resources)
        self.host = host
        host.attach(LoadedPlugin(path: "fake", manifest: manifest, connection: provider))
    }
}
