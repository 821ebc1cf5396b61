/// A setting of a plugin as a flag of its own: `--local-allow-private`, which is 1, or `--local-port=0`. Which plugin it
/// is of shows when they are loaded.
package struct PluginFlag: Sendable {
    package let text: String
    /// The one that says the same.
    let variable: String
    let value: String

    /// `nil` when the text is no such flag.
    package init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].dropFirst(2)
        guard parts[0].hasPrefix("--"), let first = name.first, first != "-", name.dropFirst().contains("-") else {
            return nil
        }
        self.text = text
        variable = "MILLRACE_\(PluginSettings.name(name))"
        value = parts.count > 1 ? String(parts[1]) : "1"
    }

    package func isSetting(of plugin: String) -> Bool {
        variable.hasPrefix("MILLRACE_\(PluginSettings.name(plugin))_")
    }
}
