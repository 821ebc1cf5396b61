import PluginHost

/// One value of the setting `PLUGIN_NETWORK`.
struct PluginNetworkChoice: Sendable {
    let plugin: String
    /// `nil` is any use of the network.
    let port: Int?

    init?(_ text: String) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        plugin = parts[0]
        if parts[1] == "open" {
            port = nil
        } else {
            guard let number = Int(parts[1]), 1...65_535 ~= number else { return nil }
            port = number
        }
    }
}

extension [PluginNetworkChoice] {
    /// What each plugin may do.
    var networks: [String: PluginWalls.Network] {
        Dictionary(grouping: self, by: \.plugin).mapValues { choices in
            let ports = choices.compactMap(\.port)
            return ports.count == choices.count ? .ports(ports) : .open
        }
    }
}
