/// What a plugin needs beyond computing and its own data folder. It is shown before a package is installed, and the host
/// keeps the plugin to it.
public struct PluginPermissions: Codable, Sendable, Hashable {
    /// The hosts that its requests through the host may go to: names such as `api.acme.example`, or `*.acme.example` for all
    /// below it. `nil` is any host.
    public let hosts: [String]?
    /// The ports that it opens TCP connections to by itself; an operator grants them (`--plugin-network`).
    public let ports: [Int]?

    public init(hosts: [String]? = nil, ports: [Int]? = nil) {
        self.hosts = hosts
        self.ports = ports
    }

    /// Whether a request may go to a host.
    public func allows(host: String) -> Bool {
        guard let hosts else { return true }
        let host = host.lowercased()
        return hosts.contains { name in
            name.hasPrefix("*.") ? host.hasSuffix(name.dropFirst().lowercased()) : host == name.lowercased()
        }
    }
}
