import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Platform

/// Sends messages to other servers of the installation over HTTP.
package final class ServerMessageClient: ServerTransport {
    /// For a server in the same network.
    private static let connectTime = TimeAmount.seconds(2)
    private let client: HTTPClient

    package init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout.connect = Self.connectTime
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        // Shorter than a server's, so that none is used at the moment in which it is closed there.
        configuration.connectionPool.idleTimeout = .seconds(30)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends all connections.
    deinit { client.shutdown { _ in } }

    package func send(
        _ message: [UInt8], head: String, to address: String, within time: Duration
    ) async -> ServerDelivery {
        var request = HTTPClientRequest(url: address + ServerMessages.path)
        request.method = .POST
        request.headers.add(name: ServerMessages.head.rawName, value: head)
        request.headers.add(name: "content-type", value: ServerMessages.contentType)
        request.body = .bytes(ByteBuffer(bytes: message))
        return await withTaskGroup(of: ServerDelivery?.self) { group in
            group.addTask { [self, request] in await deliver(request) }
            group.addTask {
                try? await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            for await delivery in group { return delivery ?? .lost }
            return .lost
        }
    }

    private func deliver(_ request: HTTPClientRequest) async -> ServerDelivery {
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
            guard response.status == .ok else {
                // Anybody can send a status.
                return response.headers.first(name: ServerMessages.refused.rawName).map { .refused($0) } ?? .lost
            }
            let body = try await response.body.collect(upTo: ServerMessages.largest)
            return .reply(Array(body.readableBytesView))
        } catch { return LeaderConnection.isFromConnecting(error) ? .notExecuted : .lost }
    }
}
