import Foundation
import NIOPosix

/// The addresses of hosts, as the machine's resolver finds them.
package enum HostAddresses {
    /// A name without an address.
    package struct Unresolved: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter host: A name or an address, IPv6 without brackets.
    /// - Returns: At least one.
    /// - Throws: ``Unresolved``
    package static func find(_ host: String) async throws -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        let (found, code) = try await NIOThreadPool.singleton.runIfActive { resolve(host) }
        guard !found.isEmpty else {
            let reason = code == 0 ? "it has no addresses" : String(cString: gai_strerror(code))
            throw Unresolved(description: "The name \(host) cannot be resolved: \(reason).")
        }
        return found
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
