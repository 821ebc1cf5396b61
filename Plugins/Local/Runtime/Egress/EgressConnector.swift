import Egress
import Foundation
import NIOCore
import NIOPosix

/// Connects to hosts, at the very addresses that it has checked.
struct EgressConnector: Sendable {
    let rules: EgressRules
    /// Of one attempt.
    let timeout: Duration
    /// Finds the addresses of names, once a connection.
    var resolver = HostAddresses.resolver

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

    /// Why an address is not connected to; `nil` for one that is allowed, and for names.
    func refusal(of target: EgressTarget) -> EgressFailure? {
        guard let address = IPAddress(target.host), !rules.allows(address) else { return nil }
        return .blocked(target)
    }

    private func addresses(of target: EgressTarget) async throws -> [IPAddress] {
        do { return try await HostAddresses.find(target.host, within: timeout, by: resolver) } catch let error
            as HostAddresses.Unresolved
        {
            throw EgressFailure(kind: .unresolved, message: error.description)
        }
    }
}
