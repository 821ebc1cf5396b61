import Values

extension InvalidSetting.Source {
    private static let pluginSetting = "--plugin-setting "

    /// What every name of this kind begins with.
    private var prefix: String {
        switch self {
        case .flag(let text): text.hasPrefix(Self.pluginSetting) ? Self.pluginSetting : "--"
        case .variable: PluginSettings.prefix
        }
    }

    /// How a setting would be written in the place of this one.
    package func spelling(_ setting: SettingDefinition, of plugin: String? = nil) -> String {
        switch self {
        case .flag where prefix == Self.pluginSetting:
            prefix + (plugin.map { "\($0)." } ?? "") + setting.name.lowercased()
        case .flag: prefix + (plugin.map { "\($0)-" } ?? "") + setting.flag
        case .variable: Self.variable(setting.name, of: plugin)
        }
    }

    /// The variable of a setting's name, or of a former one.
    package static func variable(_ name: String, of plugin: String?) -> String {
        PluginSettings.prefix + (plugin.map { "\(PluginSettings.name($0))_" } ?? "") + name
    }

    /// The name that was probably meant; the prefix, which all of them have, does not make names similar.
    package func nearest(among names: [String]) -> String? {
        NearestName.nearest(
            to: String(name.dropFirst(prefix.count)), among: names.map { String($0.dropFirst(prefix.count)) }
        ).map { prefix + $0 }
    }
}
