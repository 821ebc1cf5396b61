import ArgumentParser
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

    /// A host with every plugin loaded that can be.
    /// - Parameter dataDirectory: Where plugins keep what they keep; `nil` when they are only to compile.
    func load(dataDirectory: String?, logger: Logger) async throws -> PluginHost {
        let host = PluginHost(
            configuration: .init(
                locations: locations, dataDirectory: dataDirectory,
                settings: try PluginSettings(environment: Environment.all, given: settings),
                hostVersion: Millrace.version),
            logger: logger)
        await host.load()
        return host
    }

    /// Beside the executable, in the installation's folder, and where the operator says.
    private var locations: [PluginLocation] {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let named =
            folders.isEmpty
            ? Environment.setting("PLUGINS")?.split(separator: ":").map(String.init) ?? [] : folders
        return [
            PluginLocation(directory: executable.path, onlyNamed: true),
            PluginLocation(directory: executable.appending(path: "../lib/millrace/plugins").standardized.path),
        ] + named.map { PluginLocation(directory: $0) }
    }
}
