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
