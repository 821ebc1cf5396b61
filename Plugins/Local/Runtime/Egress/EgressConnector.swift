import Foundation
import NIOCore
import NIOPosix

/// Connects to hosts, at the very addresses that it has checked.
struct EgressConnector: Sendable {
    let rules: EgressRules
    /// Of one attempt.
    let timeout: Duration

    /// - Throws: ``EgressFailure``
    func connect(to target: EgressTarget) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let addresses = try await addresses(of: target)
        let allowed = addresses.filter { rules.allows($0) }
        guard !allowed.isEmpty else { throw EgressFailure.blocked(target) }
        var failures: [String] = []
        for address in allowed {
            do {
                return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                    .connectTimeout(.milliseconds(Int64(timeout.milliseconds)))
                    .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .connect(to: address.socketAddress(port: target.port)) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                        }
                    }
            } catch let error as ChannelError {
                if case .connectTimeout = error {
                    failures.append("\(address) did not accept the connection within \(timeout)")
                } else {
                    failures.append("\(address): \(error)")
                }
            } catch let error as IOError {
                failures.append("\(address): \(String(cString: strerror(error.errnoCode)))")
            }
        }
        throw EgressFailure(
            kind: .unreachable, message: "Cannot connect to \(target): \(failures.joined(separator: "; ")).")
    }

    private func addresses(of target: EgressTarget) async throws -> [IPAddress] {
        if let address = IPAddress(target.host) { return [address] }
        let (found, code) = try await NIOThreadPool.singleton.runIfActive { Self.resolve(target.host) }
        guard !found.isEmpty else {
            let reason = code == 0 ? "it has no addresses" : String(cString: gai_strerror(code))
            throw EgressFailure(kind: .unresolved, message: "The name \(target.host) cannot be resolved: \(reason).")
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
