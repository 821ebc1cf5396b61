import ArgumentParser
import PluginHost

/// Flags for plugins: where they are, and their settings.
struct PluginOptions: ParsableArguments {
    @Option(ServerSettings.plugins) var folders: [String]

    @Option(
        name: .customLong("plugin-setting"),
        help: ArgumentHelp(
            "Setting of a plugin: PLUGIN.NAME=VALUE. (may be repeated; MILLRACE_<PLUGIN>_<NAME>)", valueName: "setting")
    )
    var settings: [String] = []

    @Option(ServerSettings.pluginIsolation) var isolation: [String]

    @Option(ServerSettings.pluginMemory) var memory: String?

    @Option(ServerSettings.pluginDisk) var disk: String?

    @Option(ServerSettings.pluginNetwork) var network: [String]

    /// - Parameter flags: Arguments that are not options of the command: settings of plugins.
    func configuration(
        _ reader: SettingReader, flags: [String] = []
    ) throws(InvalidSetting) -> PluginConfiguration {
        let isolation = try reader.value(ServerSettings.pluginIsolation, isolation)
        // Malformed ones are reported, and the others are read.
        var given: [String] = []
        for text in settings {
            let isValid = try reader.collecting(false) { () throws(InvalidSetting) in
                _ = try PluginSettings(environment: [:], given: [text])
                return true
            }
            if isValid { given.append(text) }
        }
        let limits = try reader.value(ServerSettings.pluginNetwork, network)
        return PluginConfiguration(
            folders: try reader.value(ServerSettings.plugins, folders),
            settings: try PluginSettings(
                environment: PluginVariables(try reader.environment).values, inFiles: try reader.variablesInFiles,
                flags: try Self.pluginFlags(flags, reader), given: given),
            isolation: Dictionary(isolation.map { ($0.plugin, $0.isolation) }, uniquingKeysWith: { $1 }),
            memoryLimit: try reader.value(ServerSettings.pluginMemory, memory) << 20,
            diskLimit: try reader.value(ServerSettings.pluginDisk, disk) << 20,
            network: limits.networks, privateHosts: limits.privateHosts,
            named: NamedPlugins(ServerSettings.pluginIsolation, self.isolation, isolation.map(\.plugin)).all
                + NamedPlugins(ServerSettings.pluginNetwork, network, limits.map(\.plugin)).all)
    }

    private static func pluginFlags(
        _ texts: [String], _ reader: SettingReader
    ) throws(InvalidSetting) -> [PluginFlag] {
        var flags: [PluginFlag?] = []
        for text in joined(texts) {
            flags.append(try reader.collecting(nil) { () throws(InvalidSetting) in try pluginFlag(text) })
        }
        return flags.compactMap(\.self)
    }

    /// A value may follow its flag as an argument of its own, as those of the server's own options do.
    private static func joined(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { joined, text in
            if !text.hasPrefix("-"), let flag = joined.last, flag.hasPrefix("--"), !flag.contains("=") {
                joined[joined.count - 1] = "\(flag)=\(text)"
            } else {
                joined.append(text)
            }
        }
    }

    private static func pluginFlag(_ text: String) throws(InvalidSetting) -> PluginFlag {
        guard let flag = PluginFlag(text) else {
            let source = InvalidSetting.Source.flag(String(text.prefix { $0 != "=" }))
            throw InvalidSetting(
                source, .unknown(nearest: source.nearest(among: ServerSettings.all.map { source.spelling($0) })))
        }
        return flag
    }
}
