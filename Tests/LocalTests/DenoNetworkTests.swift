import Egress
import Testing

@testable import LocalRuntime

@Suite("Deno's permissions for the network", .timeLimit(.minutes(10)))
struct DenoNetworkTests {
    private static let own = ["8.8.4.4", "192.168.7.5", "2a00:1450:4001:81b::200e", "fe80::1"]

    private func denied(own: [String] = Self.own, proxy: String? = nil) throws -> Set<String> {
        let arguments = DenoNetwork.arguments(
            allowsPrivate: false, ownAddresses: own, proxy: proxy.flatMap { IPAddress($0) })
        try #require(arguments.count == 2)
        #expect(arguments.first == "--allow-net")
        let list = try #require(arguments.last)
        try #require(list.hasPrefix("--deny-net="))
        return Set(list.dropFirst("--deny-net=".count).split(separator: ",").map(String.init))
    }

    @Test(
        "Each of the machine's own addresses is denied, public ones too, IPv6 in brackets",
        arguments: [nil, "127.0.0.1"])
    func ownAddresses(proxy: String?) throws {
        let denied = try denied(proxy: proxy)
        for address in ["8.8.4.4", "192.168.7.5", "[2a00:1450:4001:81b::200e]", "[fe80::1]", "[::]", "[::1]"] {
            #expect(denied.contains(address), "\(address)")
        }
    }

    @Test("Private ranges are denied as a whole without a proxy")
    func ranges() throws {
        #expect(try denied().isSuperset(of: EgressRules.deniedIPv4))
    }

    @Test("Of a range that the proxy is in, every other address stays denied")
    func proxyAlone() throws {
        let proxy = try #require(IPAddress("127.0.0.1"))
        let ranges = try denied(proxy: "127.0.0.1").filter { $0.contains("/") }.map { AddressRange($0) }
        #expect(!ranges.contains { $0.contains(proxy) })
        let others = ["127.0.0.0", "127.0.0.2", "127.0.0.3", "127.0.1.1", "127.128.0.1", "127.255.255.255", "10.0.0.1"]
        for other in try others.map({ try #require(IPAddress($0)) }) {
            #expect(ranges.contains { $0.contains(other) }, "\(other)")
        }
    }

    @Test("A server that lets deployments reach private networks denies nothing")
    func allowsPrivate() {
        #expect(DenoNetwork.arguments(allowsPrivate: true, ownAddresses: Self.own, proxy: nil) == ["--allow-net"])
    }
}
