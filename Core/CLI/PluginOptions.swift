import ArgumentParser
import CoreMetrics
import Foundation
import Logging
import PluginHost

/// Which plugins are loaded, and how they are set up.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugins"),
        help:
            "A folder of plugin libraries, besides those of the installation. May be repeated. (MILLRACE_PLUGINS, with ':' between)"
    )
    var folders: [String] = []

    @Option(
        name: .customLong("plugin-setting"),
        help: "A setting of a plugin: PLUGIN.NAME=VALUE. May be repeated. (MILLRACE_<PLUGIN>_<NAME>)")
    var settings: [String] = []

    @Option(
        name: .customLong("plugin-isolation"),
        help:
            "Where a plugin is loaded, whatever its origin: PLUGIN=inProcess or PLUGIN=process. May be repeated. (MILLRACE_PLUGIN_ISOLATION, with ',' between)"
    )
    var isolation: [String] = []

    @Option(
        name: .customLong("plugin-memory"),
        help: "MiB of memory that a plugin in a process of its own may take. (MILLRACE_PLUGIN_MEMORY; default 256)")
    var memory: Int?

    /// A host with every plugin loaded that can be.
    /// - Parameters:
    ///   - dataDirectory: Where plugins keep what they keep; `nil` when they are only to compile.
    ///   - inspections: What earlier checks found, for a command that calls one plugin and ends.
    ///   - flags: Each a ``PluginFlag`` of one that is loaded.
    func load(
        dataDirectory: String?, inspections: InspectionCache? = nil, flags: [String] = [],
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) async throws -> PluginHost {
        let flags = try flags.map { text in
            guard let flag = PluginFlag(text) else { throw Self.unknown(text) }
            return flag
        }
        let host = PluginHost(
            configuration: .init(
                locations: locations, dataDirectory: dataDirectory,
                settings: try PluginSettings(environment: Environment.all, flags: flags, given: settings),
                hostVersion: Millrace.version, executable: Self.executable, isolation: try isolations,
                memoryLimit: (memory ?? Environment.setting("PLUGIN_MEMORY").flatMap { Int($0) } ?? 256) << 20,
                inspections: inspections),
            metrics: metrics, logger: logger)
        await host.load()
        let ids = host.plugins.map(\.manifest.id)
        if let flag = flags.first(where: { flag in !ids.contains(where: flag.isSetting) }) {
            throw Self.unknown(flag.text)
        }
        return host
    }

    private static func unknown(_ text: String) -> ValidationError {
        ValidationError("\"\(text)\" is no option, and no setting of a plugin that is here: see --help.")
    }

    /// Beside the executable, in the installation's folder, and where the operator says.
    private var locations: [PluginLocation] {
        let beside = URL(filePath: Self.executable).deletingLastPathComponent()
        let named =
            folders.isEmpty
            ? Environment.setting("PLUGINS")?.split(separator: ":").map(String.init) ?? [] : folders
        return [
            PluginLocation(directory: beside.path, prefixes: [PluginLocation.plugins]),
            PluginLocation(directory: beside.appending(path: "../lib/millrace/plugins").standardized.path),
        ] + named.map { PluginLocation(directory: $0, isolation: .process) }
    }

    /// In the user's cache folder (XDG Base Directory Specification); `nil` where there is none.
    static var inspections: InspectionCache? {
        let environment = Environment.all
        let folder =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
        return folder.flatMap { InspectionCache(path: "\($0)/millrace/plugins.json", executable: executable) }
    }

    static var executable: String { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path }

    private var isolations: [String: PluginIsolation] {
        get throws {
            let given =
                isolation.isEmpty
                ? Environment.setting("PLUGIN_ISOLATION")?.split(separator: ",").map(String.init) ?? [] : isolation
            var isolations: [String: PluginIsolation] = [:]
            for text in given {
                let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, let isolation = PluginIsolation(rawValue: parts[1]) else {
                    throw ValidationError("\"\(text)\" is no isolation: write PLUGIN=inProcess or PLUGIN=process.")
                }
                isolations[parts[0]] = isolation
            }
            return isolations
        }
    }
}
