import Egress

/// Deno's own permissions for the network, which it checks against resolved addresses too, and against IPv4 addresses
/// mapped into IPv6. It accepts no IPv6 ranges, only addresses.
enum DenoNetwork {
    /// - Parameter proxy: The only address on this machine that it may connect to; `nil`: none.
    static func arguments(allowsPrivate: Bool, ownAddresses: [String], proxy: IPAddress?) -> [String] {
        guard !allowsPrivate else { return ["--allow-net"] }
        let own = ownAddresses.map { $0.contains(":") ? "[\($0)]" : $0 }
        let ranges = EgressRules.deniedIPv4.flatMap { range in
            proxy.map { AddressRange(range).contains($0) } == true ? rest(of: range, without: proxy) : [range]
        }
        return ["--allow-net", "--deny-net=\((ranges + ["[::]", "[::1]"] + own).joined(separator: ","))"]
    }

    /// The ranges that a range consists of without an address.
    private static func rest(of range: String, without address: IPAddress?) -> [String] {
        guard let address, let bits = range.split(separator: "/").last.flatMap({ Int($0) }) else { return [] }
        return (bits..<32).map { bit in
            var bytes = address.bytes
            bytes[bit / 8] ^= 0x80 >> (bit % 8)
            for index in bit + 1..<32 where index < 32 { bytes[index / 8] &= ~(0x80 >> (index % 8)) }
            return "\(IPAddress(bytes: bytes))/\(bit + 1)"
        }
    }
}
