import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("What a request has to show", .timeLimit(.minutes(10)))
struct RequestGuardTests {
    private static let token = "shop-4711"
    /// Of `{"a":1}` and of `a=1`, by `openssl dgst -sha256 -hmac shop-4711`.
    private static let hexadecimal = "4aafe41f227d3a3c1c64c43f5c76c6cb5684b645a01384cdded55bf2cebbc208"
    private static let base64 = "Sq/kHyJ9OjwcZMQ/XHbGy1aEtkWgE4TN3tVb8s67wgg="
    private static let querySignature = "45fd0826fec12e6e6ccb33ec727e3ede6e9f57f86e62b717e9275c4c7c74762d"

    private static func program(
        _ auth: TriggerAuth, kind: Program.Kind = .workflow, trigger: Trigger = .http(path: nil, method: nil),
        code: String? = nil
    ) -> Program {
        var build = ProgramBuilder()
        let only = build.value("only", "1")
        return build.program([only], kind: kind, trigger: trigger, auth: auth, triggerCode: code)
    }

    private static func run(
        _ auth: TriggerAuth, trigger: Trigger = .http(path: nil, method: nil), secret: String = token
    ) throws -> WorkerRun {
        try WorkerRun(emit(program(auth, trigger: trigger)), env: ["SHOP": .string(secret)]).workflow("WORKFLOW")
    }

    @Test("The token starts a run", arguments: ["Bearer \(token)", "bearer  \(token)"])
    func bearer(authorization: String) async throws {
        let outcome = try await Self.run(.bearer(variable: "SHOP"))
            .fetch(body: ["a": 1], headers: ["authorization": authorization])
        #expect(outcome.status == 200, "\(outcome.json)")
        #expect(outcome.json["created"] == [["a": 1]])
    }

    @Test(
        "Without the token nothing starts, and nothing is read",
        arguments: [
            nil, "Bearer", "Bearer shop-471", "Bearer shop-47110", "Bearer SHOP-4711", token, "Basic \(token)",
            "Bearer \(token) \(token)",
        ], ["POST", "GET"])
    func wrongToken(authorization: String?, method: String) async throws {
        let run = try Self.run(.bearer(variable: "SHOP"))
        let path = method == "GET" ? "/?instanceId=instance-1" : "/"
        let headers: KeyValuePairs = ["authorization": authorization ?? "none"]
        let outcome = try await run.fetch(
            method, path, body: method == "GET" ? nil : ["a": 1], headers: authorization == nil ? [:] : headers)
        #expect(outcome.status == 401)
        #expect(outcome.json["created"] == [])
        #expect(outcome.body?.contains(Self.token) == false)
    }

    @Test(
        "The signature of the body starts a run",
        arguments: [hexadecimal, "sha256=\(hexadecimal)", hexadecimal.uppercased(), base64])
    func signature(text: String) async throws {
        let outcome = try await Self.run(.signature(variable: "SHOP", header: "X-Shop"))
            .fetch(body: ["a": 1], headers: ["x-shop": text])
        #expect(outcome.status == 200, "\(outcome.json)")
        #expect(outcome.json["created"] == [["a": 1]])
    }

    @Test("Another signature, another body or none at all starts nothing")
    func wrongSignature() async throws {
        let run = try Self.run(.signature(variable: "SHOP", header: "X-Shop"))
        let tries: [(JSONValue, KeyValuePairs<String, String>)] = [
            (["a": 2], ["x-shop": Self.hexadecimal]), (["a": 1], [:]), (["a": 1], ["x-other": Self.hexadecimal]),
            (["a": 1], ["x-shop": ""]), (["a": 1], ["x-shop": "sha256=\(Self.hexadecimal.dropLast())"]),
            (["a": 1], ["x-shop": Self.querySignature]), (["a": 1], ["authorization": "Bearer \(Self.token)"]),
        ]
        for (body, headers) in tries {
            let outcome = try await run.fetch(body: body, headers: headers)
            #expect(outcome.status == 403, "\(headers)")
            #expect(outcome.json["created"] == [])
        }
    }

    @Test("Of a GET the query is signed")
    func query() async throws {
        let run = try Self.run(
            .signature(variable: "SHOP", header: "X-Shop"), trigger: .http(path: nil, method: "GET"))
        let outcome = try await run.fetch("GET", "/?a=1", body: nil, headers: ["x-shop": Self.querySignature])
        #expect(outcome.json["created"] == [["a": "1"]], "\(outcome.json)")
        #expect(try await run.fetch("GET", "/?a=2", headers: ["x-shop": Self.querySignature]).status == 403)
    }

    @Test("A body that is too large is refused before it is held", .timeLimit(.minutes(4)))
    func large() async throws {
        let outcome = try await Self.run(.signature(variable: "SHOP", header: "X-Shop")).fetch(
            body: String(repeating: "x", count: 1_048_577), type: "text/plain", headers: ["x-shop": Self.hexadecimal])
        #expect(outcome.status == 413)
    }

    @Test("Of what is closed nothing is answered", arguments: ["POST", "GET"])
    func closed(method: String) async throws {
        let outcome = try await Self.run(.closed, trigger: .manual).fetch(method, "/?instanceId=instance-1")
        #expect(outcome.status == 404)
        #expect(outcome.json["created"] == [])
    }

    @Test("A secret that is empty lets nobody in")
    func empty() async throws {
        for auth in [TriggerAuth.bearer(variable: "SHOP"), .signature(variable: "SHOP", header: "X-Shop")] {
            let outcome = try await Self.run(auth, secret: "").fetch(
                body: ["a": 1], headers: ["authorization": "Bearer "])
            #expect(outcome.status == 500)
            #expect(outcome.json["created"] == [])
        }
    }

    @Test("A function asks, too")
    func function() async throws {
        let program = Self.program(.bearer(variable: "SHOP"), kind: .script)
        let run = try WorkerRun(emit(program), env: ["SHOP": .string(Self.token)])
        #expect(try await run.fetch(body: [:]).status == 401)
        #expect(try await run.fetch(body: [:], headers: ["authorization": "Bearer \(Self.token)"]).status == 200)
    }

    @Test("The variable is needed for a deploy, and is none that names a binding")
    func environment() throws {
        #expect(try emit(Self.program(.bearer(variable: "SHOP"))).requiredEnvironment == ["SHOP"])
        let result = WorkerBackend(target: "cloudflare", limits: .paid).emit(Self.program(.bearer(variable: "KV_SHOP")))
        #expect(result.artifact == nil)
        #expect(result.diagnostics.map(\.code) == ["worker.trigger.auth"])
        #expect(result.diagnostics.map(\.pointer) == ["/trigger/auth/secret"])
    }

    @Test("Trigger code that answers requests asks by itself; a consumer of a queue does not")
    func triggerCode() throws {
        let own = try emit(Self.program(.bearer(variable: "SHOP"), code: "return new Response('x');"))
        #expect(own.warnings.map(\.code) == ["worker.trigger.auth"])
        #expect(own.requiredEnvironment == [])
        let queue = try emit(
            Self.program(.bearer(variable: "SHOP"), code: "@queue function orders(batch, env, ctx) {}"))
        #expect(queue.warnings == [])
        #expect(queue.requiredEnvironment == ["SHOP"])
    }
}
