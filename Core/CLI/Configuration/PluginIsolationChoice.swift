import PluginHost

/// One value of the setting `PLUGIN_ISOLATION`.
struct PluginIsolationChoice: Sendable {
    let plugin: String
    let isolation: PluginIsolation

    init?(_ text: String) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, let isolation = PluginIsolation(rawValue: parts[1]) else {
            return nil
        }
        plugin = parts[0]
        self.isolation = isolation
    }
}
