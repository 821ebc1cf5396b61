import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Rate limits", .timeLimit(.minutes(10)))
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

    @Test("What is refused before anything is deployed, triggered or controlled does not count")
    func refused() async throws {
        var limits = RateLimits.none
        limits.set(.deploy, to: 2)
        limits.set(.run, to: 2)
        try await Server.with(limits: limits) { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            for _ in 0..<3 {
                #expect(try await server.send("POST", "\(path)/trigger", body).status == 409)
                #expect(try await server.send("POST", "\(path)/trigger", [:]).status == 400)
                #expect(try await server.send("POST", "\(path)/runs/none/pause").status == 404)
            }
            for remaining in [1, 0] {
                let answer = try await server.send("POST", "\(path)/deploy", body)
                #expect(answer.status == 201)
                #expect(answer.headers["ratelimit"]?.hasPrefix("\"deploy\";r=\(remaining);t=") == true)
            }
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 429)
            // Runs are counted apart.
            for remaining in [1, 0] {
                let answer = try await server.send("POST", "\(path)/trigger", body)
                #expect(answer.status == 201)
                #expect(answer.headers["ratelimit"]?.hasPrefix("\"run\";r=\(remaining);t=") == true)
            }
            #expect(try await server.send("POST", "\(path)/trigger", body).status == 429)
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

    @Test("Behind proxies of the operator's, the address that the outermost of them saw counts, not what clients claim")
    func proxies() async throws {
        var limits = RateLimits.none
        limits.set(.global, to: 2)
        try await Server.with(limits: limits, proxies: 1) { server in
            var statuses: [Int] = []
            for forwarded in [
                "203.0.113.7", "198.51.100.1, 203.0.113.7", "198.51.100.2, 203.0.113.7", "203.0.113.8",
            ] {
                let headers = ["x-forwarded-for": forwarded]
                statuses.append(try await server.send("GET", "/api/workflows", headers: headers).status)
            }
            #expect(statuses == [200, 200, 429, 200])
        }
        try await Server.with(limits: limits) { server in
            var statuses: [Int] = []
            for number in 0..<3 {
                let forwarded = ["x-forwarded-for": "203.0.113.\(number)"]
                statuses.append(try await server.send("GET", "/api/workflows", headers: forwarded).status)
            }
            #expect(statuses == [200, 200, 429])
        }
    }

    @Test("A crowd that asks at once gets exactly what each limit allows", arguments: RateLimits.Policy.allCases)
    func crowd(policy: RateLimits.Policy) async throws {
        var limits = RateLimits.none
        limits.set(policy, to: 10)
        try await Server.with(limits: limits) { server in
            let (workflow, _) = try await server.installation.deployedWorkflow()
            let connection = try await server.installation.connection().id
            let request = Self.request(policy, workflow.text, connection.text)
            let answers = try await Self.send(request, 50, to: server)
            let refused = answers.filter { $0.status == 429 }
            #expect(refused.count == 40 && answers.count { (200..<300).contains($0.status) } == 10)
            #expect(
                refused.allSatisfy {
                    $0.headers["retry-after"] != nil
                        && $0.headers["ratelimit"]?.contains("\(policy.rawValue)\";r=0") == true
                })
            // Each of those let in is told another remainder.
            let left = answers.filter { $0.status != 429 }.compactMap { answer in
                answer.headers["ratelimit"]?.split(separator: ";").dropFirst().first.map(String.init)
            }
            #expect(Set(left) == Set((0..<10).map { "r=\($0)" }))
            let asked = server.installation.provider.calls
            let done: Int? =
                switch policy {
                // A draft is one, however often it is saved.
                case .global, .draft: nil
                case .write: try await server.send("GET", request.path).json["data"]?.array.map { $0.count - 1 }
                // The workflow was deployed before.
                case .deploy: asked.count { $0.method == "provider.deploy" } - 1
                case .run: asked.count { $0.method == "provider.trigger" }
                case .verify: asked.count { $0.method == "provider.verify" }
                }
            #expect(done == (policy == .global || policy == .draft ? nil : 10))
        }
    }

    private struct Sent: Sendable {
        let method: String
        let path: String
        var body: JSONValue?
    }

    private static func send(_ request: Sent, _ times: Int, to server: Server) async throws -> [Server.Answer] {
        try await withThrowingTaskGroup(of: Server.Answer.self) { group in
            for _ in 0..<times {
                group.addTask { try await server.send(request.method, request.path, request.body?.text) }
            }
            var answers: [Server.Answer] = []
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    /// One that a limit counts.
    private static func request(_ policy: RateLimits.Policy, _ workflow: String, _ connection: String) -> Sent {
        switch policy {
        case .global: Sent(method: "GET", path: "/api/workflows")
        case .write: Sent(method: "POST", path: "/api/workflows", body: ["name": "W"])
        case .deploy:
            Sent(
                method: "POST", path: "/api/workflows/\(workflow)/deploy",
                body: ["connectionId": .string(connection)])
        case .run:
            Sent(
                method: "POST", path: "/api/workflows/\(workflow)/trigger",
                body: ["connectionId": .string(connection)])
        case .draft: Sent(method: "PUT", path: "/api/workflows/\(workflow)/draft", body: ["document": [:]])
        case .verify:
            Sent(
                method: "POST", path: "/api/connections/verify-token", body: ["provider": "here", "credentials": [:]])
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
