import Foundation

/// The addresses of hosts, as the machine's resolver finds them.
package enum HostAddresses {
    /// A name without an address.
    package struct Unresolved: Error, CustomStringConvertible {
        package let description: String

        init(description: String) { self.description = description }

        /// - Parameter code: Of `getaddrinfo`; 0 where it found none.
        init(_ host: String, code: Int32) {
            let reason = code == 0 ? "it has no addresses" : String(cString: gai_strerror(code))
            description = "The name \(host) cannot be resolved: \(reason)."
        }
    }

    package static let resolver = HostResolver { resolve($0) }

    /// - Parameters:
    ///   - host: A name or an address, IPv6 without brackets.
    ///   - limit: The longest wait for name servers.
    /// - Returns: At least one.
    /// - Throws: ``Unresolved``
    package static func find(
        _ host: String, within limit: Duration, by resolver: HostResolver = resolver
    ) async throws -> [IPAddress] {
        // C ends the name there: the address of another one would be found.
        guard !host.utf8.contains(0) else { throw Unresolved(description: "The name of the host contains U+0000.") }
        if let address = IPAddress(host) { return [address] }
        return try await resolver.find(host, within: limit)
    }

    /// Blocks the thread.
    private static func resolve(_ host: String) -> (addresses: [IPAddress], code: Int32) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return ([], code) }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr.flatMap({ address(of: $0) }), !found.contains(address) else { continue }
            found.append(address)
        }
        return (found, 0)
    }

    private static func address(of socket: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch Int32(socket.pointee.sa_family) {
        case AF_INET:
            socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                IPAddress(bytes: withUnsafeBytes(of: $0.pointee.sin_addr) { [UInt8]($0) })
            }
        case AF_INET6:
            socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                IPAddress(bytes: withUnsafeBytes(of: $0.pointee.sin6_addr) { [UInt8]($0) })
            }
        default: nil
        }
    }
}
