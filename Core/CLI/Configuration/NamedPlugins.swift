import PluginHost

/// A plugin that a setting of the server names.
struct NamedPlugin: Sendable {
    let id: String
    let source: InvalidSetting.Source

    /// - Parameter known: The ids of the plugins that there are.
    func problem(known: [String]) -> InvalidSetting? {
        guard !known.contains(id) else { return nil }
        let names = Set(known).sorted().joined(separator: ", ")
        return InvalidSetting(source, .value(id, expected: "the id of a plugin before the \"=\": one of \(names)"))
    }
}

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
