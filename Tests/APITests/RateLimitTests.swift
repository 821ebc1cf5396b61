import JSON
import Testing

@testable import API

@Suite("Rate limits")
struct RateLimitTests {
    @Test("A user's changes, deploys and checks are counted apart; one too many is told how long to wait")
    func classes() async throws {
        var limits = RateLimits.none
        limits.set(.write, to: 2)
        limits.set(.verify, to: 1)
        try await Server.with(limits: limits) { server in
            for remaining in [1, 0] {
                let answer = try await server.send("POST", "/api/workflows", ["name": "W"])
                #expect(answer.status == 201)
                #expect(answer.headers["ratelimit"]?.hasPrefix("\"write\";r=\(remaining);t=") == true)
                #expect(answer.headers["ratelimit-policy"] == "\"write\";q=2;w=60")
            }
            let refused = try await server.send("POST", "/api/workflows", ["name": "W"])
            #expect(refused.status == 429 && refused.json["code"] == "rateLimit.exceeded")
            let wait = refused.headers["retry-after"].flatMap { Int($0) } ?? 0
            #expect((1...60).contains(wait))
            #expect(try await server.send("GET", "/api/workflows").json["data"]?.array?.count == 2)
            let check: JSONValue = ["provider": "elsewhere", "credentials": ["apiToken": "t"]]
            #expect(try await server.send("POST", "/api/connections/verify-token", check).status == 200)
            #expect(try await server.send("POST", "/api/connections/verify-token", check).status == 429)
        }
    }

    @Test("An endpoint of a plugin is counted by its scope, with the other requests of its kind")
    func resources() async throws {
        var limits = RateLimits.none
        limits.set(.write, to: 2)
        try await Server.with(limits: limits) { server in
            #expect(try await server.send("POST", "/api/workflows", ["name": "W"]).status == 201)
            let path = "/api/resources/boxes/a/things/b"
            let put = try await server.send("PUT", path, "bytes")
            #expect(put.status == 201 && put.headers["ratelimit-policy"] == "\"write\";q=2;w=60")
            #expect(try await server.send("PUT", path, "bytes").status == 429)
            #expect(server.installation.provider.calls.count { $0.method == "resource.call" } == 1)
            #expect(try await server.send("GET", "/api/resources/boxes/special/things").status == 200)
        }
    }

    @Test("All requests of an address are counted together, before it is known who asks, and health is not")
    func global() async throws {
        var limits = RateLimits.none
        limits.set(.global, to: 3)
        try await Server.with(limits: limits) { server in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await server.send("GET", "/api/workflows", key: "").status) }
            statuses.append(try await server.send("GET", "/api/health").status)
            #expect(statuses == [401, 401, 401, 429, 200])
        }
    }

    @Test("However many ask at once, no more than the limit are let in, and after a minute again")
    func concurrency() async {
        var limits = RateLimits.none
        limits.set(.global, to: 50)
        let limiter = RateLimiter(limits)
        let start = ContinuousClock.now
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { limiter.take(.global, of: "a", at: start)?.isExceeded == false } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(admitted == 50)
        #expect(limiter.take(.global, of: "b", at: start)?.remaining == 49)
        #expect(limiter.take(.global, of: "a", at: start + .seconds(59))?.isExceeded == true)
        #expect(limiter.take(.global, of: "a", at: start + .seconds(60))?.isExceeded == false)
        #expect(limiter.take(.write, of: "a") == nil)
    }
}
