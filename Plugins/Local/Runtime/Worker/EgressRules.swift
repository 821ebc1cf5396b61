/// What deployed programs may reach: the internet, not this machine and its neighbours. Deno checks the rules
/// against resolved addresses too, and against IPv4 addresses mapped into IPv6.
///
/// Deno 2.9 takes no IPv6 ranges here, only addresses: unique local addresses (`fc00::/7`) of other machines
/// are not covered.
enum EgressRules {
    /// IANA's special-purpose registries (https://www.iana.org/assignments/iana-ipv4-special-registry).
    static let deniedRanges = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "240.0.0.0/4", "[::]", "[::1]",
    ]

    static func arguments(allowsPrivate: Bool, ownAddresses: [String]) -> [String] {
        guard !allowsPrivate else { return ["--allow-net"] }
        let own = ownAddresses.map { $0.contains(":") ? "[\($0)]" : $0 }
        return ["--allow-net", "--deny-net=\((deniedRanges + own).joined(separator: ","))"]
    }
}
