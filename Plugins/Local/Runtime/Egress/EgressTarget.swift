import Egress

/// A host and a port that a program wants to reach.
struct EgressTarget: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    let host: String
    let port: Int

    /// - Parameter authority: `name:443`, `[::1]:443`
    init?(authority: some StringProtocol, defaultPort: Int? = nil) {
        let end = authority.hasPrefix("[") ? authority.lastIndex(of: "]") : nil
        let colon = authority[(end ?? authority.startIndex)...].lastIndex(of: ":")
        let host = colon.map { authority[..<$0] } ?? authority[...]
        let port = colon.flatMap { Int(authority[authority.index(after: $0)...]) } ?? (colon == nil ? defaultPort : nil)
        guard let port, (1...65_535).contains(port), !host.isEmpty else { return nil }
        if end != nil {
            guard let address = IPAddress(host) else { return nil }
            self.host = address.description
        } else {
            guard !host.contains(where: { ":/@ \t".contains($0) }) else { return nil }
            self.host = String(host)
        }
        self.port = port
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
