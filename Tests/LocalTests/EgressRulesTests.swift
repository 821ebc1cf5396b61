import Egress
import LocalRuntime
import Testing

@Suite("Addresses that programs may connect to", .timeLimit(.minutes(10)))
struct EgressRulesTests {
    private static let own = IPAddress("9.9.9.9")
    private static let rules = EgressRules(allowsPrivate: false) { Set([own].compactMap(\.self)) }

    @Test(
        "Those of this machine, of private networks and for special purposes are refused, however they are embedded",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.255.1", "198.18.0.1",
            "198.19.255.255", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::",
            "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "100::1", "64:ff9b:1::1",
            "192.0.2.1", "192.88.99.1", "198.51.100.1", "203.0.113.255", "100:0:0:1::1", "2001:10::1", "2001:2f::1",
            "2001:db8::1", "3fff:fff::1",
            // Mapped, compatible, translated.
            "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::ffff:0:10.0.0.1",
            // NAT64, 6to4, Teredo's server and its client (inverted), ISATAP.
            "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "2002:7f00:1::1", "2002:a00:1::", "2001:0:a00:1::",
            "2001:0:102:304::80ff:fffe", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:192.168.0.1",
            // This machine's own, a public one.
            "9.9.9.9", "::ffff:9.9.9.9", "64:ff9b::9.9.9.9",
        ])
    func refused(address: String) throws {
        #expect(!Self.rules.allows(try #require(IPAddress(address))))
        #expect(EgressRules(allowsPrivate: true).allows(try #require(IPAddress(address))))
    }

    @Test(
        "Public ones are allowed, also next to a range that is refused, and embedded",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
            "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.0.3.0", "192.88.98.255",
            "198.51.101.0", "203.0.112.255", "203.0.114.0", "192.167.255.255", "198.17.255.255",
            "198.20.0.0", "223.255.255.255", "9.9.9.10", "2606:4700:4700::1111", "2a00::1", "2001:30::1", "3ffe::1",
            "64:ff9b::101:101",
            "2002:101:101::1", "::ffff:1.1.1.1",
        ])
    func allowed(address: String) throws {
        #expect(Self.rules.allows(try #require(IPAddress(address))))
    }

    @Test("This machine's addresses are asked for at each connection")
    func ownAddressesAreCurrent() throws {
        let own = try #require(OwnAddresses.all().compactMap { IPAddress($0) }.first)
        #expect(!EgressRules(allowsPrivate: false).allows(own))
    }
}
