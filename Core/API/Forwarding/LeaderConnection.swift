import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix
import Platform

/// Connections to one server that leads.
final class LeaderConnection: Sendable {
    /// What has become of a request.
    enum Outcome: Sendable {
        case response(HTTPClientResponse, HTTPFields)
        /// Nobody was there to receive it.
        case notSent
        /// It was received and not executed.
        case refused
        /// It may have been executed, and there is no response.
        case lost
    }

    let leader: Leader
    private let link: ServerLink
    private let client: HTTPClient

    /// For a server in the same network.
    private static let connectTime = TimeAmount.seconds(2)
    private static let probeTime = TimeAmount.seconds(3)
    /// Each stream of events needs one of its own.
    private static let mostConnections = 8_192

    init(_ leader: Leader, _ link: ServerLink) {
        self.leader = leader
        self.link = link
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout.connect = Self.connectTime
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.mostConnections
        // Shorter than a server's, so that none is used at the moment in which it is closed there.
        configuration.connectionPool.idleTimeout = .seconds(30)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends all connections. Requests on them are lost.
    func close() async { try? await client.shutdown() }

    /// Has the server prove that it leads, before it gets a request with somebody's key.
    func probe() async -> Outcome {
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/api/health")
        return await send(
            head, target: "/api/health", for: "127.0.0.1", body: nil, deadline: .now() + Self.probeTime)
    }

    /// - Parameters:
    ///   - target: The path and query.
    ///   - client: The address of the client.
    func send(
        _ head: HTTPRequest, target: String, for client: String, body: HTTPClientRequest.Body?,
        deadline: NIODeadline = .distantFuture
    ) async -> Outcome {
        let forwarded = ForwardedRequest(epoch: leader.epoch, client: client)
        var request = HTTPClientRequest(url: (leader.address ?? "") + target)
        request.method = HTTPMethod(rawValue: head.method.rawValue)
        var fields = head.headerFields
        fields.removeHopByHop()
        ForwardedRequest.Field.remove(from: &fields)
        // The client was told to send its body.
        fields[.expect] = nil
        fields[ForwardedRequest.Field.request] = forwarded.field(for: head, link: link)
        request.headers = HTTPHeaders(fields)
        if let host = head.authority { request.headers.replaceOrAdd(name: "host", value: host) }
        request.body = body
        let response: HTTPClientResponse
        do {
            response = try await self.client.execute(request, deadline: deadline)
        } catch { return Self.isFromConnecting(error) ? .notSent : .lost }
        var answered = HTTPFields(response.headers, splitCookie: false)
        if answered[ForwardedRequest.Field.refused] != nil { return .refused }
        // Whoever listens there now, it is not the server that leads.
        guard forwarded.isProven(by: answered, link) else { return .lost }
        answered.removeHopByHop()
        ForwardedRequest.Field.remove(from: &answered)
        return .response(response, answered)
    }

    /// Whether nothing was sent yet.
    static func isFromConnecting(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError:
            error == .connectTimeout || error == .alreadyShutdown || error == .getConnectionFromPoolTimeout
        case is NIOConnectionError: true
        case ChannelError.connectTimeout: true
        case let error as IOError: [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
        default: false
        }
    }
}
