import AsyncHTTPClient
import FoundationEssentials
import JSON
import Marketplace
import Logging
import NIOCore
import PlatformFixtures
import Prometheus
import ServerSupport
import Storage
import Values

@testable import API
@testable import Platform

/// A server on a free port of this machine, with a real database, and a client of it.
struct Server {
    let installation: Installation
    let owner: Caller
    let base: String
    /// The origin under which browsers see it.
    let origin: String
    /// Everything that is mounted.
    let operations: [OperationSpec]
    private let key: String

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: ByteBuffer

        var text: String { String(buffer: body) }

        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }

        /// Server-sent events, as name and data.
        var events: [(name: String, data: JSONValue)] {
            var parser = EventStreamParser()
            return parser.receive(body.readableBytesView).map { event in
                (event.name, (try? JSONValue(parsing: event.data)) ?? .null)
            }
        }

        /// The ids of the events that have one.
        var eventIDs: [Int] {
            text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int($0.dropFirst(4)) }
        }
    }

    /// - Parameters:
    ///   - directory: Kept, for another server; `nil` takes one that goes with this server.
    ///   - leads: Whether other servers may forward requests to it.
    static func with(
        in directory: String? = nil, bodyLimit: Int = 1 << 20, limits: RateLimits = .none, proxies: Int = 0,
        publicOrigin: String? = nil, console: URL? = nil, bodyTime: Duration = .seconds(60),
        contributions: FakeContributions = FakeContributions(),
        marketplace: MarketplaceSettings = MarketplaceSettings(), webhooks: WebhookSettings = WebhookSettings(),
        asksPrivate: Bool = true, listTime: Duration = .seconds(10),
        metrics: PrometheusRegistry = .forServer(), leads: Bool = false,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        let installation = try await Installation(
            in: directory ?? Installation.newDirectory(), contributions: contributions, marketplace: marketplace,
            webhooks: webhooks, asksPrivate: asksPrivate, listTime: listTime, metrics: metrics)
        defer { if directory == nil { installation.remove() } else { installation.close() } }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var configuration = APIServer.Configuration(
            port: 0, bodyLimit: bodyLimit, limits: limits, proxies: proxies, publicOrigin: publicOrigin,
            allowedOrigins: ["https://app.example.com"])
        configuration.bodyTime = bodyTime
        configuration.console = console
        let claim = leads ? try await installation.claim() : nil
        let lead = leads ? try await installation.lead(in: claim?.epoch ?? 0) : nil
        let server = APIServer(
            platform: installation.platform, configuration: configuration, lead: lead, metrics: metrics,
            logger: logger)
        let operations = server.operations
        let application = server.buildApplication { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            var iterator = ports.makeAsyncIterator()
            let bound = await iterator.next() ?? 0
            try await claim?.announce("http://127.0.0.1:\(bound)")
            let server = Server(
                installation: installation, owner: try await installation.owner(), base: "http://127.0.0.1:\(bound)",
                origin: publicOrigin ?? "http://127.0.0.1:\(bound)",
                operations: operations, key: try installation.firstKey)
            group.addTask { try await body(server) }
            // The test ends first; cancelling ends the server.
            try await group.next()
            group.cancelAll()
        }
    }

    var raw: RawConnection { RawConnection(port: Int(base.split(separator: ":").last ?? "") ?? 0) }

    func key(_ scopes: Set<Scope>) async throws -> String {
        try await installation.platform.keys.create(owner, name: "Key", scopes: scopes).text
    }

    /// - Parameters:
    ///   - key: `nil` takes the first start's.
    ///   - body: Sent as it is.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, key: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(method, path, bytes: body.map { ByteBuffer(string: $0) }, key: key, headers: headers)
    }

    func send(
        _ method: String, _ path: String, bytes body: ByteBuffer?, key: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "authorization", value: "Bearer \(key ?? self.key)")
        if key == "" { request.headers.remove(name: "authorization") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(100))
        let bytes = try await response.body.collect(upTo: 8 << 20)
        let answer = Answer(
            status: Int(response.status.code),
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" }),
            body: bytes)
        DocumentCheck(documented).check(answer, to: method, path)
        return answer
    }

    /// Everything that is mounted, and what plugins bring.
    var documented: [OperationSpec] {
        operations + installation.platform.resources.endpoints.map { OperationSpec($0, tag: "Resources") }
    }

    func send(_ method: String, _ path: String, _ body: JSONValue, key: String? = nil) async throws -> Answer {
        try await send(method, path, body.text, key: key)
    }

    /// A workflow with one version; its path below `/api`, and the version's id.
    func workflow() async throws -> (path: String, version: String) {
        let created = try await send("POST", "/api/workflows", ["name": "Test"])
        let path = "/api/workflows/\(created.json["id"]?.string ?? "")"
        let version = try await send("POST", "\(path)/versions", ["ir": Installation.document()])
        return (path, version.json["id"]?.string ?? "")
    }

    func connection() async throws -> JSONValue {
        let connections = try await send("GET", "/api/connections").json["data"]?.array
        return connections?.first?["id"] ?? .null
    }
}
