import Egress
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The HTTP proxy that everything leaves through that deployed programs send. It resolves names itself, and connects to
/// the very addresses that it has checked.
final class EgressProxy: Sendable {
    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// On this machine, and chosen anew for each start: nothing else listens at it by name.
    let address: IPAddress
    let port: Int
    private let server: NIOAsyncChannel<any Channel, Never>
    private let connector: EgressConnector
    private let arrivals: EgressArrivals
    private let state = Mutex(State())
    private let serving = Mutex<Task<Void, Never>?>(nil)

    private struct State {
        /// By the token of each process.
        var processes: [String: (deploymentId: String, tenant: EgressTenant)] = [:]
    }

    private init(
        address: IPAddress, port: Int, server: NIOAsyncChannel<any Channel, Never>, connector: EgressConnector,
        arrivals: EgressArrivals
    ) {
        (self.address, self.port, self.server, self.connector) = (address, port, server, connector)
        self.arrivals = arrivals
    }

    /// - Throws: When no port can be had.
    static func start(
        _ connector: EgressConnector, arrivals: EgressArrivals
    ) async throws -> EgressProxy {
        let address = IPAddress(
            bytes: [127, .random(in: 1...254), .random(in: 0...255), .random(in: 1...254)])
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            // Wrapped by who serves it: NIO ends the program over a wrapped one that is dropped, as those are that come while
            // the listener closes.
            .bind(host: address.description, port: 0) { $0.eventLoop.makeSucceededFuture($0) }
        guard let port = server.channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        let proxy = EgressProxy(
            address: address, port: port, server: server, connector: connector, arrivals: arrivals)
        proxy.serving.withLock { $0 = Task { await proxy.serve() } }
        return proxy
    }

    func stop() async {
        let task = serving.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    /// Lets a process of a deployment connect.
    /// - Parameter makeTenant: Called when the deployment has no other process.
    /// - Returns: The token that the process names itself by.
    func admit(_ deploymentId: String, _ makeTenant: () -> EgressTenant) -> String {
        let token = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        state.withLock { state in
            let other = state.processes.values.first { $0.deploymentId == deploymentId }
            state.processes[token] = (deploymentId, other?.tenant ?? makeTenant())
        }
        return token
    }

    /// The process has ended.
    func dismiss(_ token: String) { _ = state.withLock { $0.processes.removeValue(forKey: token) } }

    func usage(of deploymentId: String) -> EgressTenant.Usage? {
        state.withLock { $0.processes.values.first { $0.deploymentId == deploymentId }?.tenant.usage }
    }

    private func tenant(_ token: String) -> EgressTenant? { state.withLock { $0.processes[token]?.tenant } }

    private func serve() async {
        try? await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await channel in connections {
                    group.addTask {
                        // What goes wrong with one connection is its own affair.
                        do { try await self.serve(channel) } catch { channel.close(promise: nil) }
                    }
                }
            }
        }
    }

    private func serve(_ channel: any Channel) async throws {
        let connection = try await channel.eventLoop.submit { try Connection(wrappingChannelSynchronously: channel) }
            .get()
        try await connection.executeThenClose { inbound, _ in
            try await channel.setOption(.autoRead, value: true).get()
            let arrival = arrivals.arrived(channel)
            await serve(EgressClient(channel, inbound), arrival)
            arrivals.left(arrival)
        }
    }

    private func serve(_ client: consuming EgressClient, _ arrival: Int) async {
        do {
            guard let head = try await client.readHead() else { return }
            let request = try EgressRequest(head)
            guard let tenant = tenant(request.token) else {
                throw EgressFailure(
                    kind: .unauthenticated, message: "The proxy is for deployed programs, with their tokens.")
            }
            arrivals.left(arrival)
            switch request.purpose {
            case .explain(let target):
                // Deno's own rules refuse an address before the proxy hears of it.
                if let refusal = connector.refusal(of: target) { tenant.note(refusal, of: target) }
                try await client.explain(tenant.failure(of: target))
            case .tunnel(let target): try await client.relay(target, nil, tenant, connector)
            case .forward(let target, let head): try await client.relay(target, head, tenant, connector)
            }
        } catch let failure as EgressFailure {
            try? await client.refuse(failure)
        } catch {
            // The connection is gone.
        }
    }
}
