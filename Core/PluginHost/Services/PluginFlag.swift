/// A setting of a plugin as a flag of its own: `--local-allow-private`, which is 1 where the setting is a switch, or
/// `--local-port=0`. The plugins that are loaded decide whose it is.
package struct PluginFlag: Sendable {
    /// Without the value: `--local-port`.
    package let option: String
    /// As the variable has it after `MILLRACE_`.
    let name: String
    /// `nil` when the flag stands alone.
    let value: String?

    /// `nil` when the text is not such a flag.
    package init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].dropFirst(2)
        guard parts[0].hasPrefix("--"), let first = name.first, first != "-", name.dropFirst().contains("-") else {
            return nil
        }
        option = String(parts[0])
        self.name = PluginSettings.name(name)
        value = parts.count > 1 ? String(parts[1]) : Optional<String>.none
    }
}
