import NIOCore

/// The address of a client as it is connected, or as a trusted proxy reports it.
struct ClientAddress: Sendable, Hashable {
    /// Without port and zone; a text that is not an address is unchanged.
    let text: String
    /// What counts as one client: an IPv4 address, or a /64 of IPv6, which is the least that one customer has (RFC 6177).
    let network: String

    init(_ sent: some StringProtocol) {
        let bare = Self.withoutPort(String(sent))
        guard let address = try? SocketAddress(ipAddress: bare, port: 0) else {
            (text, network) = (bare, bare)
            return
        }
        guard case .v6(let parts) = address else {
            (text, network) = (bare, bare)
            return
        }
        let bytes = withUnsafeBytes(of: parts.address.sin6_addr) { Array($0) }
        // An IPv4 address in IPv6 (RFC 4291, section 2.5.5.2).
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
            let mapped = bytes.suffix(4).map { "\($0)" }.joined(separator: ".")
            (text, network) = (mapped, mapped)
            return
        }
        text = bare
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        network = groups.joined(separator: ":") + "::/64"
    }

    /// `[2001:db8::1]:443`, `192.0.2.1:443` and `fe80::1%eth0` as proxies send them.
    private static func withoutPort(_ sent: String) -> String {
        if sent.hasPrefix("["), let end = sent.firstIndex(of: "]") {
            return withoutZone(sent[sent.index(after: sent.startIndex)..<end])
        }
        let parts = sent.split(separator: ":", omittingEmptySubsequences: false)
        return withoutZone(parts.count == 2 ? parts[0] : sent[...])
    }

    private static func withoutZone(_ address: Substring) -> String { String(address.prefix { $0 != "%" }) }
}
