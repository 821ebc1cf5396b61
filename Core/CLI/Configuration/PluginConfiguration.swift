import CoreMetrics
import Foundation
import Logging
import PluginHost
import PluginMessages

/// Which plugins are loaded, from where, and with which settings.
struct PluginConfiguration: Sendable {
    /// Besides those of the installation.
    let folders: [String]
    let settings: PluginSettings
    /// By the id of the plugin.
    let isolation: [String: PluginIsolation]
    /// Bytes.
    let memoryLimit: Int
    /// Bytes.
    let diskLimit: Int
    /// By the id of the plugin.
    let network: [String: PluginSandbox.Network]
    /// Ids of plugins whose requests through the server may go to private addresses.
    let privateHosts: Set<String>
    /// Those that the settings above are about.
    let named: [NamedPlugin]

    /// A host that has not loaded a plugin yet.
    ///
    /// - Parameters:
    ///   - dataDirectory: Where plugins store data; `nil` for compiling only.
    ///   - inspections: Results of earlier inspections, for a command that calls one plugin and ends.
    func host(
        dataDirectory: String?, inspections: InspectionCache? = nil,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance, logger: Logger
    ) -> PluginHost {
        PluginHost(
            configuration: .init(
                locations: locations, dataDirectory: dataDirectory, settings: settings, hostVersion: Millrace.version,
                executable: Self.executable, isolation: isolation, memoryLimit: memoryLimit, diskLimit: diskLimit,
                network: network, privateHosts: privateHosts, inspections: inspections),
            metrics: metrics, logger: logger)
    }

    /// A host with every plugin loaded that can be, for a command that ends.
    /// - Throws: `InvalidSetting`, before a plugin is loaded.
    func load(dataDirectory: String?, inspections: InspectionCache? = nil, logger: Logger) async throws -> PluginHost {
        let host = host(dataDirectory: dataDirectory, inspections: inspections, logger: logger)
        let found = await host.discover()
        // The environment may have variables of other plugins, for the server.
        try settings.check(found.compactMap(\.manifest), known: nil)
        await host.load(found)
        return host
    }

    /// Settings of plugins that there are not.
    /// - Parameter others: Ids of plugins that load later.
    func namedProblems(_ manifests: [Manifest], others: [String] = []) -> [InvalidSetting] {
        let known = manifests.map(\.id) + others
        return named.compactMap { $0.problem(known: known) }
    }

    /// Those of the installation, and the folders of the configuration.
    private var locations: [PluginLocation] {
        InstallationFolders().pluginLocations + folders.map { PluginLocation(directory: $0, isolation: .process) }
    }

    static var executable: String { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path }

    /// In the user's cache folder (XDG Base Directory Specification); `nil` where there is none.
    static func inspections(_ environment: [String: String]) -> InspectionCache? {
        let folder =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
        return folder.flatMap { InspectionCache(path: "\($0)/millrace/plugins.json", executable: executable) }
    }
}
