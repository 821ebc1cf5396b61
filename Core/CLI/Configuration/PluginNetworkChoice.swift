import PluginHost

/// One value of the setting `PLUGIN_NETWORK`.
struct PluginNetworkChoice: Sendable {
    enum Use: Sendable, Equatable {
        case port(Int)
        /// Requests through the server to this machine and to private networks.
        case privateHosts
        /// Any.
        case open
    }

    let plugin: String
    let use: Use

    init?(_ text: String) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        plugin = parts[0]
        switch parts[1] {
        case "open": use = .open
        case "private": use = .privateHosts
        default:
            guard let number = Int(parts[1]), 1...65_535 ~= number else { return nil }
            use = .port(number)
        }
    }
}

extension [PluginNetworkChoice] {
    /// What each plugin may do by itself.
    var networks: [String: PluginSandbox.Network] {
        Dictionary(grouping: self, by: \.plugin).mapValues { choices in
            guard !choices.contains(where: { $0.use == .open }) else { return .open }
            let ports = choices.compactMap { if case .port(let number) = $0.use { number } else { nil } }
            return ports.isEmpty ? .none : .ports(ports)
        }
    }

    /// The plugins whose requests through the server may go to private addresses.
    var privateHosts: Set<String> {
        Set(filter { $0.use == .privateHosts || $0.use == .open }.map(\.plugin))
    }
}
