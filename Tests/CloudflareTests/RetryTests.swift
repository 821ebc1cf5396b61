import JSON
import PluginKit
import PluginMessages
import Synchronization
import Testing

@testable import CloudflareRuntime

/// Answers with one answer after another, and then always with the last.
private final class Script: Transport {
    private let answers: [FetchResponse?]
    private let requests = Mutex<[FetchRequest]>([])

    init(_ answers: [FetchResponse?]) { self.answers = answers }

    var count: Int { requests.withLock { $0.count } }
    var last: FetchRequest? { requests.withLock { $0.last } }

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        let index = requests.withLock { requests in
            requests.append(request)
            return min(requests.count, answers.count) - 1
        }
        guard let answer = answers[index] else {
            throw PluginFailure(code: "fetch.timeout", message: "No response in time.", retryable: true)
        }
        return answer
    }
}

@Suite("Calls of the API", .timeLimit(.minutes(10)))
struct RetryTests {
    private static let good = FetchResponse(
        status: 200, headers: [(name: "content-type", value: "application/json")],
        body: JSONValue.object(["success": true, "result": ["subdomain": "acme"]]).bytes)

    private func api(_ script: Script, deadline: String = "60") -> CloudflareAPI {
        CloudflareAPI(
            account: CloudflareFixture.account, token: "the-token",
            settings: APISettings(["API_URL": "http://api/", "API_DEADLINE": deadline]),
            transport: script)
    }

    private static func failing(_ status: Int, retryAfter: String? = nil) -> FetchResponse {
        FetchResponse(
            status: status, headers: retryAfter.map { [(name: "Retry-After", value: $0)] } ?? [],
            body: FakeAccount.error(status, 10013, "The token the-token is slow.").body)
    }

    @Test("429 and 5xx are tried again, after the time that the API asks for")
    func again() async throws {
        let script = Script([Self.failing(429, retryAfter: "0"), Self.failing(503), nil, Self.good])
        #expect(try await api(script).accountSubdomain() == "acme")
        #expect(script.count == 4)
        #expect(script.last?.url == "http://api/accounts/\(CloudflareFixture.account)/workers/subdomain")
    }

    @Test("What is not safe to repeat is sent once, unless it was refused with 429")
    func once() async throws {
        let lost = Script([nil, Self.good])
        await #expect(throws: APIFailure.self) {
            try await api(lost).createRoute("a.example.com/*", to: "worker", in: "zone")
        }
        #expect(lost.count == 1)
        let refused = Script([Self.failing(429), Self.good])
        try await api(refused).createRoute("a.example.com/*", to: "worker", in: "zone")
        #expect(refused.count == 2)
    }

    @Test("A start of an instance is repeatable: its id keeps it from starting twice")
    func instances() async throws {
        let lost = Script([nil, Self.failing(500), Self.good])
        _ = try await api(lost).createInstance(of: "orders", id: "r1", params: [:])
        #expect(lost.count == 3)
    }

    @Test("A pause that is too long to be waited for reaches the caller")
    func pause() async throws {
        await #expect {
            try await api(Script([Self.failing(429, retryAfter: "120")])).accountSubdomain()
        } throws: { ($0 as? APIFailure)?.failure.retryAfter == 120 }
    }

    @Test(
        "Only the API's errors of authentication blame the token",
        arguments: [
            (403, 10000, true), (403, 9109, true), (403, 10034, false), (403, 10042, false), (403, 10072, false),
        ])
    func blame(status: Int, code: Int, isToken: Bool) async throws {
        let script = Script([FakeAccount.error(status, code, "workers.api.error.said_by_the_vendor")])
        await #expect {
            try await api(script).createRoute("a.example.com/*", to: "worker", in: "zone")
        } throws: { error in
            let failure = (error as? APIFailure)?.failure
            return (failure?.code == "cloudflare.permission") == isToken
                && (failure?.message.contains("API token needs the permission") == true) == isToken
                && failure?.message.contains("said_by_the_vendor (\(code))") == true
        }
    }

    @Test("Nobody waits longer than the deadline, nor for an answer that is final")
    func deadline() async throws {
        for answer in [Self.failing(429, retryAfter: "3600"), Self.failing(400)] {
            let script = Script([answer])
            await #expect(throws: APIFailure.self) { try await api(script).accountSubdomain() }
            #expect(script.count == 1)
        }
        let policy = APIRetryPolicy(deadline: .seconds(60))
        let call = APICall(.get, ["x"], needs: .none)
        let failure = APIFailure(call: "x", permission: .none, reason: .malformed(status: 500, ""))
        let delays = (1...4).map {
            policy.delay(after: failure, of: call, retryAfter: nil, attempt: $0, spent: .zero, jitter: 1)
        }
        #expect(delays == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
        #expect(
            policy.delay(after: failure, of: call, retryAfter: nil, attempt: 1, spent: .seconds(60), jitter: 0) == nil)
        // What nobody has to know is not waited for as long.
        let secondary = APICall(.get, ["x"], needs: .none, isSecondary: true)
        let times = [Duration.seconds(1), .seconds(6)].map {
            policy.delay(after: failure, of: secondary, retryAfter: nil, attempt: 1, spent: $0, jitter: 1)
        }
        #expect(times == [.milliseconds(500), nil])
    }

    @Test("An error never repeats the token, and names the least permission that is missing")
    func told() async throws {
        do {
            _ = try await api(Script([Self.failing(500)]), deadline: "0").accountSubdomain()
            Issue.record("A failure was not thrown.")
        } catch {
            #expect(!error.message.contains("the-token"))
            #expect(error.failure.retryable)
        }
        let forbidden = Script([FakeAccount.error(403, 10000, "Authentication error")])
        await #expect {
            try await api(forbidden).createRoute("a.example.com/*", to: "worker", in: "zone")
        } throws: { error in
            let failure = (error as? APIFailure)?.failure
            return failure?.code == "cloudflare.permission"
                && failure?.details?["permission"] == "Zone · Workers Routes · Edit"
                && failure?.message.contains("Zone · Workers Routes · Edit") == true
        }
    }

    @Test(
        "What the account has to do first is told with the vendor's text, and no permission is blamed",
        arguments: [
            (10034, "Verify the email address"), (10063, "workersDevSubdomain"), (100117, "overrideDNS"), (10042, ""),
            (10072, ""), (100129, ""),
        ])
    func advice(code: Int, text: String) async throws {
        let refusing = Script([FakeAccount.error(403, code, "workers.api.error.reason")])
        let error = await #expect(throws: APIFailure.self) {
            try await api(refusing).putDomain("a.b", zoneName: nil, to: "w")
        }
        let message = error?.failure.message ?? ""
        #expect(message.contains("workers.api.error.reason (\(code))") && error?.failure.code == "cloudflare.api")
        #expect(!message.contains("permission") && (text.isEmpty || message.contains(text)), "\(message)")
    }

    @Test("Names that are not of letters only come through in paths and queries")
    func encoding() {
        let call = APICall(.get, ["kv", "a/b ü"], needs: .none, query: [("prefix", "x&y"), ("cursor", nil)])
        #expect(call.target == "kv/a%2Fb%20%C3%BC?prefix=x%26y")
    }
}
