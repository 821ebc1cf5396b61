import PluginHost

/// The plugins that the values of one setting name.
struct NamedPlugins {
    let all: [NamedPlugin]

    /// - Parameter flags: The values of the setting's flag; empty when a variable has them.
    init<Value>(_ setting: Setting<Value>, _ flags: [String], _ plugins: [String]) {
        let definition = setting.definition
        let source: InvalidSetting.Source =
            flags.isEmpty ? .variable(SettingReader.prefix + definition.name) : .flag("--\(definition.flag)")
        all = plugins.map { NamedPlugin(id: $0, source: source) }
    }
}
