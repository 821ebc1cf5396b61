/// What programs of users and their webhooks may reach: the internet, not this machine and its neighbours.
package struct EgressRules: Sendable {
    /// IANA's special-purpose registry (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast, and
    /// the address at which Azure's machines reach their host.
    package static let deniedIPv4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    ]
    /// https://www.iana.org/assignments/iana-ipv6-special-registry: unspecified, loopback, discard, dummy,
    /// local NAT64, benchmarks, ORCHID, documentation, segments, unique local, link-local, site-local, multicast.
    static let deniedIPv6 = [
        "::/128", "::1/128", "100::/64", "100:0:0:1::/64", "64:ff9b:1::/48", "2001:2::/48", "2001:10::/28",
        "2001:20::/28", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ]
    private static let denied = (deniedIPv4 + deniedIPv6).map { AddressRange($0) }

    /// Ranges whose addresses contain an IPv4 address, and where: IPv4-compatible, mapped, translated (RFC 4291,
    /// RFC 2765), NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo's server (RFC 4380).
    private static let embedding: [(range: AddressRange, start: Int)] = [
        (.init("::/96"), 12), (.init("::ffff:0:0/96"), 12), (.init("::ffff:0:0:0/96"), 12), (.init("64:ff9b::/96"), 12),
        (.init("2002::/16"), 2), (teredo, 4),
    ]
    private static let teredo = AddressRange("2001::/32")

    let allowsPrivate: Bool
    /// Asked for each time: a machine gets addresses while it runs.
    let ownAddresses: @Sendable () -> Set<IPAddress>

    package init(
        allowsPrivate: Bool,
        ownAddresses: @escaping @Sendable () -> Set<IPAddress> = {
            Set(OwnAddresses.all().compactMap { IPAddress($0) })
        }
    ) {
        self.allowsPrivate = allowsPrivate
        self.ownAddresses = ownAddresses
    }

    package func allows(_ address: IPAddress) -> Bool {
        if allowsPrivate { return true }
        let all = [address] + Self.embedded(in: address)
        let own = ownAddresses()
        return !all.contains { each in own.contains(each) || Self.denied.contains { $0.contains(each) } }
    }

    /// The IPv4 addresses that a packet to an IPv6 address may be passed on to.
    private static func embedded(in address: IPAddress) -> [IPAddress] {
        guard address.bytes.count == 16 else { return [] }
        let bytes = address.bytes
        var found = embedding.filter { $0.range.contains(address) }.map {
            IPAddress(bytes: Array(bytes[$0.start..<$0.start + 4]))
        }
        // The client of Teredo, inverted.
        if teredo.contains(address) { found.append(IPAddress(bytes: bytes[12...].map { ~$0 })) }
        // ISATAP (RFC 5214, section 6.1).
        if bytes[8] & 0xFD == 0, bytes[9...11] == [0, 0x5E, 0xFE] {
            found.append(IPAddress(bytes: Array(bytes[12...])))
        }
        return found
    }
}
