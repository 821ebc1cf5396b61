import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import PlatformFixtures
import ServerSupport
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Forwarding to the server that leads", .timeLimit(.minutes(2)))
struct ForwardingTests {
    private static func both(
        patience: Duration = .seconds(30), limits: RateLimits = .none,
        _ body: @escaping @Sendable (_ leader: Server, _ follower: Follower, _ key: String) async throws -> Void
    ) async throws {
        try await Server.with(limits: limits, leads: true) { leader in
            try await Follower.with(leader.installation.lookup, patience: patience) { follower in
                try await body(leader, follower, try leader.installation.firstKey)
            }
        }
    }

    @Test("A write through one server is read through the other at once, and nothing tells that it was forwarded")
    func forwards() async throws {
        try await Self.both { leader, follower, key in
            for number in 0..<10 {
                let made = try await follower.send("POST", "/api/workflows", #"{"name":"W\#(number)"}"#, key: key)
                #expect(made.status == 201)
                let path = made.headers["location"] ?? ""
                #expect(try await leader.send("GET", path).json["name"] == .string("W\(number)"))
                #expect(try await leader.send("PATCH", path, ["name": "X"]).status == 200)
                let read = try await follower.send("GET", path, key: key)
                #expect(read.json["name"] == "X" && read.headers["content-type"] == "application/json")
                #expect(read.headers.keys.allSatisfy { !$0.hasPrefix("millrace-") })
            }
            // The client would unpack what a response to HEAD has not.
            let head = try await follower.send(
                "HEAD", "/api/workflows", key: key, headers: ["accept-encoding": "identity"])
            #expect(head.status == 200 && head.body.readableBytes == 0)
            let refused = try await follower.send("PUT", "/api/workflows", "{}", key: key)
            #expect(refused.status == 405 && refused.headers["allow"] != nil)
        }
    }

    @Test("The client is the follower's client, whatever a client says")
    func client() async throws {
        var limits = RateLimits.none
        limits.set(.global, to: 8)
        try await Self.both(limits: limits) { leader, follower, key in
            try await follower.follows()
            let link = try await leader.installation.link()
            let head = HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: "Bearer \(key)"])
            let genuine = ForwardedRequest(epoch: 1, client: "203.0.113.7").field(for: head, link: link)
            let stranger = ServerLink(secret: [1])
            let forged = ForwardedRequest(epoch: 1, client: "203.0.113.8").field(for: head, link: stranger)
            var statuses: [Int] = []
            for headers in [[:], ["x-forwarded-for": "203.0.113.9"], ["millrace-forwarded": forged]] {
                for _ in 0..<4 {
                    statuses.append(try await leader.send("GET", "/api/me", headers: headers).status)
                    statuses.append(try await follower.send("GET", "/api/me", key: key, headers: headers).status)
                }
            }
            // All of them are of one client, beside the probes of the follower.
            #expect(statuses.filter { $0 == 200 }.count == 8)
            #expect(statuses.filter { $0 == 429 }.count == 16)
            // A server of the installation is believed; the proof is that of the request's own caller.
            let believed = try await leader.send("GET", "/api/me", headers: ["millrace-forwarded": genuine])
            #expect(believed.status == 200 && believed.headers["millrace-leader"] != nil)
            let body = #"{"name":"V","value":"1"}"#
            let other = ForwardedRequest(epoch: 1, client: "203.0.113.7").field(
                for: HTTPRequest(
                    method: .post, scheme: nil, authority: nil, path: "/",
                    headerFields: [.authorization: "Bearer \(key)"]), link: link)
            let made = try await leader.send(
                "POST", "/api/env-vars", body, headers: ["millrace-forwarded": other])
            #expect(made.status == 201)
            let lines = try await leader.send(
                "GET", "/api/audit-log?subjectId=\(made.json["id"]?.string ?? "")",
                headers: ["millrace-forwarded": genuine])
            #expect(lines.json["data"]?.array?.compactMap { $0["address"]?.string } == ["203.0.113.7"])
        }
    }

    @Test("A forwarded request that reaches a server that does not lead is refused, not forwarded again")
    func circle() async throws {
        try await Self.both { leader, follower, key in
            try await follower.follows()
            let link = try await leader.installation.link()
            let head = HTTPRequest(
                method: .post, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: "Bearer \(key)"])
            for (server, epoch) in [(leader.base, 2), (leader.base, 0), (follower.base, 1)] {
                var request = HTTPClientRequest(url: server + "/api/workflows")
                request.method = .POST
                request.headers.add(name: "authorization", value: "Bearer \(key)")
                request.headers.add(name: "content-type", value: "application/json")
                request.headers.add(
                    name: "millrace-forwarded",
                    value: ForwardedRequest(epoch: epoch, client: "192.0.2.1").field(for: head, link: link))
                request.body = .bytes(ByteBuffer(string: #"{"name":"W"}"#))
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
                let json = try JSONValue(parsing: String(buffer: try await response.body.collect(upTo: 1 << 20)))
                #expect(response.status.code == 503 && json["code"] == "server.notLeading")
                #expect(response.headers.first(name: "retry-after") != nil)
                #expect(response.headers.first(name: "millrace-leader") == nil)
            }
            #expect(try await leader.send("GET", "/api/workflows").json["data"]?.array?.isEmpty == true)
        }
    }

    @Test("Each server says for itself whether it is ready, and which one leads")
    func readiness() async throws {
        try await Self.both { leader, follower, key in
            await leader.installation.contributions.host.start()
            try await follower.follows()
            let own = try await leader.send("GET", "/api/ready").json
            #expect(own["role"] == "leader" && own["leader"] == "first")
            let ready = try await follower.send("GET", "/api/ready/", key: "none")
            #expect(ready.status == 200 && ready.json["role"] == "follower" && ready.json["leader"] == "first")
            #expect(ready.headers["x-content-type-options"] == "nosniff" && ready.headers["x-request-id"] != nil)
            #expect(try await follower.send("GET", "/api/health", key: "none").json == ["status": "ok"])
            let metrics = try await follower.send("GET", "/metrics", key: "none").text
            #expect(metrics.contains("millrace_build_info") && !metrics.contains("millrace_runs{"))
            let elsewhere = ["x-forwarded-for": "203.0.113.9"]
            #expect(try await follower.send("GET", "/metrics", key: "none", headers: elsewhere).status == 401)
            #expect(try await follower.send("GET", "/metrics", key: key, headers: elsewhere).status == 200)
            follower.front.drain()
            let draining = try await follower.send("GET", "/api/ready", key: "none")
            #expect(draining.status == 503 && draining.json["details"]?.array?.first?["pointer"] == "/accepting")
        }
    }

    @Test("While nobody leads a request waits for a bounded time, then it is 503 with Retry-After")
    func nobody() async throws {
        try await Installation.with { installation in
            try await Follower.with(installation.lookup, patience: .milliseconds(300)) { follower in
                let key = try installation.firstKey
                for method in ["GET", "POST"] {
                    let answer = try await follower.send(method, "/api/workflows", "{}", key: key)
                    #expect(answer.status == 503 && answer.json["code"] == "server.noLeader")
                    #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0)
                }
                let ready = try await follower.send("GET", "/api/ready", key: key)
                #expect(ready.status == 503 && ready.json["code"] == "server.notReady")
            }
        }
    }

    @Test("A leader that stops takes no more from others, and a follower that leads handles what waits, on its port")
    func takeover() async throws {
        try await Self.both { leader, follower, key in
            try await follower.follows()
            leader.installation.platform.health.drain()
            async let waiting = follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key)
            try await eventually("the follower to be refused") {
                if case .leaving = follower.watch.leadership { true } else { false }
            }
            // Clients of its own are served to the end.
            #expect(try await leader.send("GET", "/api/workflows").json["data"]?.array?.isEmpty == true)
            let lead = Lead(name: "second", epoch: 2, link: try await leader.installation.link())
            follower.front.lead(
                with: APIServer(
                    platform: leader.installation.platform,
                    configuration: APIServer.Configuration(limits: .none), lead: lead, logger: Follower.logger))
            #expect(try await waiting.status == 201)
            let list = try await follower.send("GET", "/api/workflows", key: key)
            #expect(list.json["data"]?.array?.count == 1)
            #expect(try await follower.send("GET", "/api/ready", key: key).status == 503)
        }
    }

    @Test("A request that may have been executed is not sent again; one that only reads is")
    func once() async throws {
        try await Installation.with { installation in
            let link = try await installation.link()
            let counts = Mutex<[String: Int]>([:])
            // It proves that it leads, and ends every connection on which it gets a request to the API.
            let router = Router(context: RootContext.self)
            router.add(middleware: Severed(link: link) { method in counts.withLock { $0[method, default: 0] += 1 } })
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = Listener(configuration: .init(port: 0), logger: Follower.logger).application(
                router.buildResponder()
            ) { port.yield($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.runUntilCancelled() }
                var iterator = ports.makeAsyncIterator()
                let claim = try await installation.claim()
                try await claim.announce("http://127.0.0.1:\(await iterator.next() ?? 0)")
                try await Follower.with(installation.lookup, patience: .seconds(2)) { follower in
                    try await follower.follows()
                    let key = try installation.firstKey
                    let lost = try await follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key)
                    #expect(lost.status == 503 && lost.json["code"] == "server.lost")
                    #expect(lost.headers["retry-after"] != nil)
                    #expect(counts.withLock { $0["POST"] } == 1)
                    let read = try await follower.send("GET", "/api/workflows", key: key)
                    #expect(read.status == 503 && read.json["code"] == "server.noLeader")
                    #expect(counts.withLock { $0["GET"] ?? 0 } > 1)
                }
                group.cancelAll()
            }
        }
    }

    @Test("A server with another master key is refused")
    func otherKey() async throws {
        try await Installation.with { installation in
            let directory = Installation.newDirectory()
            let lookup = LeaderLookup(storage: installation.storage, keys: MasterKeys(directory: directory))
            let missing = await #expect(throws: StartError.self) { try await lookup.link() }
            #expect(missing?.code == .startMasterKeyMissing)
            try MasterKey().store(at: "\(directory)/master.key")
            let other = await #expect(throws: StartError.self) { try await lookup.link() }
            #expect(other?.code == .startMasterKeyOther)
        }
    }
}

/// A server that ends the connection instead of responding, but for the proof that it leads.
private struct Severed: RouterMiddleware {
    let link: ServerLink
    let count: @Sendable (_ method: String) -> Void

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        let text = request.headers[ForwardedRequest.Field.request] ?? ""
        guard request.uri.path == "/api/health" else {
            count(request.method.rawValue)
            try await context.channel.close()
            return Response(status: .ok)
        }
        let forwarded = ForwardedRequest(text, of: request.head, link: link)
        return Response(status: .ok, headers: [ForwardedRequest.Field.proof: forwarded?.proof(link) ?? ""])
    }
}
