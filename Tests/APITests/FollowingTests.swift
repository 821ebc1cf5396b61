import HTTPTypes
import JSON
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Requests that a server executes while another one leads", .timeLimit(.minutes(5)))
struct FollowingTests {
    /// A follower of an installation of which nobody leads: what is forwarded has no response but 503.
    private static func alone(
        limits: RateLimits = .none,
        _ body: @escaping @Sendable (Installation, Follower, _ key: String) async throws -> Void
    ) async throws {
        try await Installation.with { installation in
            try await Follower.with(installation.lookup, patience: .milliseconds(200)) { follower in
                try await follower.share(installation, limits)
                try await body(installation, follower, try installation.firstKey)
            }
        }
    }

    @Test("What needs the database alone is executed, and everything else is forwarded")
    func alone() async throws {
        try await Self.alone { installation, follower, key in
            let made = try await follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key)
            #expect(made.status == 201)
            let path = made.headers["location"] ?? ""
            #expect(path.hasPrefix("/api/workflows/"))
            for query in ["/api//workflows/?limit=5", path, "\(path)/full", "\(path)/versions", "\(path)/layout"] {
                let read = try await follower.send("GET", query, key: key)
                #expect(read.status == 200 && read.headers["x-request-id"] != nil, "\(query)")
            }
            #expect(try await follower.send("PATCH", path, #"{"name":"X"}"#, key: key).json["name"] == "X")
            let draft = #"{"document":{"nodes":[]}}"#
            #expect(try await follower.send("PUT", "\(path)/draft", draft, key: key).status == 200)
            #expect(try await follower.send("GET", "\(path)/draft", key: key).status == 200)
            // Its own errors, too.
            #expect(try await follower.send("GET", "/api/workflows/none", key: key).status == 404)
            #expect(try await follower.send("GET", path, key: "mr_none").status == 401)
            #expect(try await follower.send("POST", "/api/workflows", #"{"name":1}"#, key: key).status == 400)
            let caller = try await installation.owner()
            let id = WorkflowID(String(path.split(separator: "/").last ?? ""))
            #expect(try await installation.platform.workflows.get(caller, id).workflow.name == "X")
            for (method, other, body) in [
                ("GET", "/api/me", nil), ("GET", "/api/nodes", nil), ("GET", "\(path)/deploy-config/c", nil),
                ("DELETE", path, nil), ("POST", "\(path)/versions", "{}"), ("POST", "\(path)/deploy", "{}"),
                ("POST", "/api/projects", #"{"name":"P"}"#), ("PATCH", path, #"{"envVars":[]}"#),
                ("PATCH", path, #"{"name":"Y","triggerCode":""}"#), ("PATCH", path, #"{"deployConfig":null}"#),
                ("PATCH", path, "["), ("GET", "/docs", nil), ("GET", "/api/runs/none", nil),
            ] as [(String, String, String?)] {
                let answer = try await follower.send(method, other, body, key: key)
                #expect(
                    answer.status == 503 && answer.json["code"] == "server.noLeader",
                    "\(method) \(other) \(body ?? "") \(answer.status)")
            }
            let metrics = try await follower.send("GET", "/metrics", key: key).text
            #expect(metrics.contains(#"millrace_forwarded_requests_total{outcome="shared"}"#))
            // Without the providers of packages it does not respond with what depends on them.
            follower.front.note(hasProviders: false)
            #expect(try await follower.send("GET", path, key: key).status == 503)
            #expect(try await follower.send("GET", "/api/workflows", key: key).status == 200)
            follower.front.follow(with: nil)
            #expect(try await follower.send("GET", "/api/workflows", key: key).status == 503)
        }
    }

    @Test("It is ready while nobody leads and it executes requests, and not where a leader is out of its reach")
    func readiness() async throws {
        try await Self.alone { installation, follower, key in
            func ready() async throws -> Server.Answer { try await follower.send("GET", "/api/ready", key: key) }
            let vacant = try await ready()
            #expect(vacant.status == 200 && vacant.json["role"] == "follower" && vacant.json["leader"] == .null)
            #expect(vacant.json["checks"]?["database"] == "ok" && vacant.json["checks"]?["leader"] == nil)
            #expect(try await follower.send("GET", "/api/workflows", key: key).status == 200)
            follower.front.follow(with: nil)
            #expect(try await ready().json["details"]?.array?.first?["pointer"] == "/leader")
            try await follower.share(installation)
            // Another one leads, where nobody listens.
            let claim = try await installation.claim()
            try await claim.announce("http://127.0.0.1:1")
            try await eventually("the other one to be out of reach") { try await ready().status == 503 }
            #expect(try await ready().json["details"]?.array?.first?["pointer"] == "/leader")
            try await claim.release()
            try await eventually("nobody to lead") { try await ready().status == 200 }
        }
    }

    @Test("It stays ready while the server that leads stops")
    func leaving() async throws {
        try await Server.with(leads: true) { leader in
            try await Follower.with(leader.installation.lookup) { follower in
                try await follower.follows()
                try await follower.share(leader.installation)
                let key = try leader.installation.firstKey
                #expect(try await follower.send("GET", "/api/ready", key: key).json["leader"] == "first")
                // It refuses what is forwarded.
                leader.installation.platform.health.drain()
                try await eventually("the follower to be refused") { follower.watch.proved == nil }
                let left = try await follower.send("GET", "/api/ready", key: key)
                #expect(left.status == 200 && left.json["leader"] == .null)
            }
        }
    }

    @Test("A write through any server is read through any other at once, with its entity tag")
    func both() async throws {
        try await Server.with(leads: true) { leader in
            try await Follower.with(leader.installation.lookup) { follower in
                try await follower.follows()
                try await follower.share(leader.installation)
                let key = try leader.installation.firstKey
                let made = try await follower.send("POST", "/api/workflows", #"{"name":"0"}"#, key: key)
                let path = made.headers["location"] ?? ""
                for number in 1...20 {
                    let tag = try await follower.send("GET", path, key: key).headers["etag"] ?? ""
                    let isOwn = number % 2 == 0
                    let body = #"{"name":"\#(number)"}"#
                    let changed =
                        isOwn
                        ? try await follower.send("PATCH", path, body, key: key, headers: ["if-match": tag])
                        : try await leader.send("PATCH", path, body, headers: ["if-match": tag])
                    #expect(changed.status == 200, "\(changed.text)")
                    let read =
                        isOwn ? try await leader.send("GET", path) : try await follower.send("GET", path, key: key)
                    #expect(read.json["name"] == .string("\(number)"))
                    // The tag of before is refused by both.
                    #expect(
                        try await follower.send("PATCH", path, body, key: key, headers: ["if-match": tag]).status == 412
                    )
                    #expect(try await leader.send("PATCH", path, body, headers: ["if-match": tag]).status == 412)
                }
                #expect(try await leader.send("DELETE", path).status == 204)
                #expect(try await follower.send("GET", path, key: key).status == 404)
            }
        }
    }

    @Test("A change that a follower makes is in the streams of the server that leads")
    func events() async throws {
        try await Server.with(leads: true) { leader in
            try await Follower.with(leader.installation.lookup) { follower in
                try await follower.share(leader.installation)
                let platform = leader.installation.platform
                let place = try await platform.sharedFeed.tell(after: nil)
                let events = try platform.feed.follow(leader.owner, after: nil)
                let made = try await follower.send(
                    "POST", "/api/workflows", #"{"name":"W"}"#, key: try leader.installation.firstKey,
                    headers: ["x-request-id": "of-the-client"])
                #expect(made.status == 201)
                #expect(try await platform.sharedFeed.tell(after: place) == place + 1)
                var iterator = events.makeAsyncIterator()
                guard case .changed(let change)? = await iterator.next()?.content else {
                    Issue.record("Nothing is told.")
                    return
                }
                #expect(change.path == "/api/workflows" && change.requestID == "of-the-client")
            }
        }
    }

    @Test("Limits of a user are those of all servers together")
    func limits() async throws {
        var few = RateLimits.none
        few.set(.write, to: 3)
        let limits = few
        try await Self.alone(limits: limits) { installation, follower, key in
            let other = RateLimiter(limits, counts: RequestCounts(sharedIn: SharedStorage(installation.storage)))
            let user = try await installation.owner().user.text
            for remaining in [2, 1] {
                let made = try await follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key)
                #expect(
                    made.status == 201 && made.headers["ratelimit"]?.hasPrefix("\"write\";r=\(remaining);t=") == true)
            }
            let last = try await other.count(.write, of: user)
            #expect(last?.remaining == 0 && last?.isExceeded == false && (1...60).contains(last?.reset ?? 0))
            #expect(try await other.count(.write, of: user)?.isExceeded == true)
            let refused = try await follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key)
            #expect(refused.status == 429 && refused.json["code"] == "rateLimit.exceeded")
            #expect((1...60).contains(refused.headers["retry-after"].flatMap { Int($0) } ?? 0))
            await other.refund(.write, of: user)
            #expect(try await follower.send("POST", "/api/workflows", #"{"name":"W"}"#, key: key).status == 201)
        }
    }

    @Test("Every operation that is shared is one of the server's")
    func names() async throws {
        try await Server.with { server in
            let all = Set(server.operations.map { "\($0.method.rawValue) \($0.path)" })
            #expect(SharedOperations.names.count == 28)
            #expect(SharedOperations.names.subtracting(all).isEmpty)
            let shared = SharedOperations(server.operations)
            #expect(shared.condition(of: .get, at: "/api/workflows/a") != nil)
            // A part that is written out is no parameter.
            for path in [
                "/api/runs/jobs", "/api/projects/import", "/api/workflows/", "/api/workflows//draft",
                "/api/%77orkflows", "/api/stats/a",
            ] {
                #expect(shared.condition(of: .get, at: path) == nil, "\(path)")
            }
            #expect(shared.condition(of: .head, at: "/api/workflows") == nil)
        }
    }
}

extension Follower {
    /// Executes what needs the database alone.
    func share(_ installation: Installation, _ limits: RateLimits = .none) async throws {
        let platform = try await Platform(
            storage: FollowedStorage(SharedStorage(installation.storage)), plugins: installation.contributions,
            dataDirectory: installation.directory, role: .follows, logger: Self.logger)
        front.follow(
            with: APIServer(
                platform: platform, configuration: APIServer.Configuration(port: 0, limits: limits), follows: true,
                logger: Self.logger))
        front.note(hasProviders: true)
    }
}
