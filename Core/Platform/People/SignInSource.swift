/// Where somebody signs in, as far as the server is told.
package struct SignInSource: Sendable {
    package let address: String
    /// What counts as one origin of attempts: an IPv4 address, or a /64 of IPv6, which one customer has.
    package let network: String
    /// What the program calls itself.
    package let agent: String?

    private static let longestAgent = 200

    package init(address: String, network: String, agent: String?) {
        self.address = address
        self.network = network
        let shown = agent.map { agent in
            String(
                String.UnicodeScalarView(
                    agent.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(Self.longestAgent)))
        }
        self.agent = shown?.isEmpty == false ? shown : nil
    }

    static let unknown = SignInSource(address: "unknown", network: "unknown", agent: nil)
}
