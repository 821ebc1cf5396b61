import AsyncHTTPClient
import FoundationEssentials
import Hummingbird
import JSON
import Logging
import NIOCore
import Platform
import PlatformFixtures
import Prometheus
import ServerSupport
import TestSupport
import Testing

@testable import API

/// A server that stands by, on a free port of this machine.
struct Follower {
    let front: StandbyServer
    let watch: LeaderWatch
    let base: String

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// - Parameters:
    ///   - lookup: Of the database of the server that leads.
    ///   - patience: For which requests wait.
    static func with(
        _ lookup: LeaderLookup, patience: Duration = .seconds(30), proxies: Int = 0,
        _ body: @escaping @Sendable (Follower) async throws -> Void
    ) async throws {
        let watch = LeaderWatch(lookup, every: .milliseconds(20), logger: logger)
        let front = StandbyServer(
            configuration: APIServer.Configuration(port: 0, limits: .none, proxies: proxies), watch: watch,
            metrics: .forServer(), patience: patience, logger: logger)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = front.buildApplication { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            group.addTask { try await watch.run() }
            var iterator = ports.makeAsyncIterator()
            let base = "http://127.0.0.1:\(await iterator.next() ?? 0)"
            group.addTask {
                try await body(Follower(front: front, watch: watch, base: base))
                throw CancellationError()
            }
            do { while try await group.next() != nil {} } catch is CancellationError {}
            group.cancelAll()
        }
    }

    func send(
        _ method: String, _ path: String, _ body: String? = nil, key: String, headers: [String: String] = [:]
    ) async throws -> Server.Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            request.headers.replaceOrAdd(name: "content-type", value: "application/json")
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return Server.Answer(
            status: Int(response.status.code),
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" }),
            body: try await response.body.collect(upTo: 8 << 20))
    }

    /// Waits until requests are forwarded.
    func follows() async throws {
        try await eventually("the follower to reach the leader") { watch.proved != nil }
    }
}

extension Installation {
    /// What other servers read of this one.
    var lookup: LeaderLookup { LeaderLookup(storage: storage, keys: MasterKeys(directory: directory)) }

    /// The database, for this server, as if it were shared.
    func claim() async throws -> ServerClaim {
        try await ServerClaim.take(
            storage, directory: directory, name: "first", waits: false, logger: Follower.logger)
    }

    func lead(in epoch: Int) async throws -> Lead {
        Lead(name: "first", epoch: epoch, link: try await link())
    }

    func link() async throws -> ServerLink {
        let link = try await lookup.link()
        return try #require(link)
    }
}
