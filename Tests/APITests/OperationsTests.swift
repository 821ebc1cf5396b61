import JSON
import PlatformFixtures
import PluginMessages
import Prometheus
import Storage
import TestSupport
import Testing
import Values

@testable import API
@testable import Platform
@testable import PluginHost

@Suite("What those who run the server see", .timeLimit(.minutes(10)))
struct OperationsTests {
    @Test("It is ready once plugins have begun their work, and no more when it stops")
    func ready() async throws {
        try await Server.with { server in
            func ask() async throws -> Server.Answer { try await server.send("GET", "/api/ready", key: "") }
            let early = try await ask()
            #expect(early.status == 503)
            #expect(early.json["code"] == "server.notReady")
            #expect(early.json["details"]?.array?.map { $0["pointer"] } == ["/plugins"])
            await server.installation.contributions.host.start()
            let ready = try await ask()
            #expect(ready.status == 200 && ready.json["status"] == "ready")
            server.installation.platform.health.drain()
            let late = try await ask()
            #expect(late.status == 503 && late.json["details"]?.array?.map { $0["pointer"] } == ["/accepting"])
            #expect(try await server.send("GET", "/api/health", key: "").status == 200)
        }
    }

    @Test("It is not ready while a plugin reports a problem; messages are for programs of this machine only")
    func reportedProblems() async throws {
        try await Server.with { server in
            let host = server.installation.contributions.host
            await host.start()
            func ask(_ headers: [String: String] = ["x-forwarded-for": "192.0.2.1"]) async throws -> Server.Answer {
                try await server.send("GET", "/api/ready", key: "", headers: headers)
            }
            #expect(try await ask().status == 200)
            host.note([PluginFailure(code: "kitchen.gas", message: "No gas at /srv/kitchen.")], of: "kitchen")
            let answer = try await ask()
            #expect(answer.status == 503 && !answer.text.contains("/srv"))
            #expect(answer.json["details"]?.array?.map { $0["code"] } == ["kitchen.gas"])
            #expect(try await ask([:]).json["details"]?.array?.last?["message"] == "No gas at /srv/kitchen.")
            host.note([], of: "kitchen")
            #expect(try await ask().status == 200)
        }
    }

    @Test("Metrics count requests by route, deploys, runs, plugins' calls and the storage's")
    func metrics() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", body)
            _ = try await server.send("POST", "\(path)/deploy-stream", body)
            _ = try await server.send("POST", "\(path)/trigger", body)
            _ = try await server.send("GET", "/api/workflows/nothing")
            _ = try await server.send("GET", "/api/no/such/path")
            let answer = try await server.send("GET", "/metrics", key: "")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n").map(String.init)
            for line in [
                #"millrace_http_requests_total{route="/api/workflows/{workflowId}",method="GET",status="404"} 1"#,
                #"millrace_http_requests_total{route="/api/workflows/{workflowId}/deploy-stream",method="POST",status="200"} 1"#,
                #"millrace_http_request_duration_seconds_count{route="/api/workflows/{workflowId}/deploy",method="POST"} 1"#,
                // This one.
                "millrace_http_requests_in_flight 1", #"millrace_runs_total{status="queued"} 1"#,
                #"millrace_build_info{version="\#(MillraceRelease.version)",commit=""} 1"#,
                #"millrace_runs{status="queued"} 1"#, #"millrace_runs{status="waiting"} 0"#,
                #"millrace_plugins{state="off"} 0"#,
            ] { #expect(lines.contains(line), "\(line)\n\(answer.text)") }
            func has(_ prefix: String) -> Bool { lines.contains { $0.hasPrefix(prefix) } }
            #expect(has(#"millrace_storage_duration_seconds_count{operation="write"}"#))
            #expect(
                has(#"millrace_database_bytes{file="main"}"#)
                    && !lines.contains(#"millrace_database_bytes{file="main"} 0"#))
            #expect(!lines.contains { $0.hasPrefix(#"millrace_runs{status="complete"}"#) })
            #expect(has("process_resident_memory_bytes ") && has("# HELP millrace_http_requests_total"))
            #expect(has(#"millrace_http_requests_total{route="NotFound",method="GET",status="404"}"#))
            #expect(!answer.text.contains("no/such/path"))
        }
    }

    @Test("Calls of plugins are counted by plugin, those that failed, too")
    func pluginMetrics() async throws {
        let metrics = PrometheusRegistry.forServer()
        let contributions = FakeContributions(host: FakeContributions.host(executable: nil, metrics: metrics))
        try await Server.with(contributions: contributions, metrics: metrics) { server in
            func count(_ name: String) async throws -> Double {
                let lines = try await server.send("GET", "/metrics", key: "").text.split(separator: "\n")
                let line = lines.first { $0.hasPrefix("millrace_plugin_\(name){plugin=\"fake\"} ") }
                return line.flatMap { Double($0.split(separator: " ")[1]) } ?? 0
            }
            let check: JSONValue = ["provider": "here", "credentials": [:]]
            #expect(try await server.send("POST", "/api/connections/verify-token", check).status == 200)
            #expect(try await count("calls_total") == 1)
            #expect(try await count("call_errors_total") == 0)
            #expect(try await count("call_duration_seconds_count") == 1)
            let (path, _) = try await server.workflow()
            server.installation.provider.behave { $0.triggerFailure = .init(code: "here.full", message: "No room.") }
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            let before = try await count("calls_total")
            #expect(try await server.send("POST", "\(path)/trigger", body).status == 502)
            #expect(try await count("calls_total") == before + 1)
            #expect(try await count("call_errors_total") == 1)
            #expect(try await count("call_duration_seconds_count") == before + 1)
        }
    }

    @Test("Faults of the storage are counted by operation; what a use case refuses is none")
    func storageErrors() async throws {
        struct Refusal: Error {}
        try await Server.with { server in
            let registry = PrometheusRegistry.forServer()
            let storage = MeasuredStorage(server.installation.storage, registry)
            func lines() -> [String] { registry.text().split(separator: "\n").map(String.init) }
            await #expect(throws: Refusal.self) { try await storage.read { _ -> Int in throw Refusal() } }
            await #expect(throws: StorageError.self) { try await storage.read { try $0.query("SELECT 1 +") } }
            await #expect(throws: StorageError.self) {
                try await storage.transaction { try $0.execute("UPDATE nothing SET at_all = 1") }
            }
            for operation in ["read", "write"] {
                let line = "millrace_storage_errors_total{operation=\"\(operation)\"} 1"
                #expect(lines().contains(line), "\(registry.text())")
            }
        }
    }

    @Test("Metrics are for this machine; what comes through a proxy needs a key of the operators'")
    func exposure() async throws {
        try await Server.with { server in
            let proxied = ["x-forwarded-for": "203.0.113.7"]
            func status(_ key: String?) async throws -> Int {
                try await server.send("GET", "/metrics", key: key, headers: proxied).status
            }
            #expect(try await status("") == 401)
            #expect(try await status(nil) == 200)
            #expect(try await status(server.key([.read])) == 200)
            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(stranger, name: "S", scopes: [.read])
            #expect(try await status(key.text) == 403)
        }
    }

    @Test(
        "A request that a proxy has left a trace in, or that was sent to another name, needs a key",
        arguments: [
            ["forwarded": "for=203.0.113.7"], ["x-real-ip": "203.0.113.7"], ["x-forwarded-proto": "https"],
            ["x-forwarded-host": "millrace.example.com"], ["via": "1.1 proxy"], ["cf-connecting-ip": "203.0.113.7"],
            ["host": "millrace.example.com"], ["host": "127.0.0.1.example.com:8787"], ["host": "127.evil.example"],
            ["x-forwarded": "203.0.113.7"], ["forwarded-for": "203.0.113.7"], ["fastly-client-ip": "203.0.113.7"],
            ["x-envoy-external-address": "203.0.113.7"], ["x-proxyuser-ip": "203.0.113.7"],
        ])
    func traces(headers: [String: String]) async throws {
        try await Server.with { server in
            func status(_ key: String?, _ headers: [String: String]) async throws -> Int {
                try await server.send("GET", "/metrics", key: key, headers: headers).status
            }
            let (stranger, keyHolder) = (try await status("", headers), try await status(nil, headers))
            #expect(stranger == 401 && keyHolder == 200)
            for host in ["localhost:8787", "127.0.0.1", "127.1.2.3:80", "[::1]:8787", "LOCALHOST"] {
                let direct = try await status("", ["host": host])
                #expect(direct == 200, "\(host)")
            }
        }
    }

    @Test("Documentation is shown by addresses and known names only: a page must not be led here under another")
    func documentationHost() async throws {
        try await Server.with(publicOrigin: "https://Millrace.example.com") { server in
            func answer(_ host: String, _ path: String) async throws -> Server.Answer {
                try await server.send("GET", path, key: "", headers: ["host": host])
            }
            for path in ["/docs", "/docs/pages/index.md"] {
                for host in ["127.0.0.1:1", "localhost", "[::1]:8787", "192.0.2.7", "millrace.example.com:443"] {
                    let status = try await answer(host, path).status
                    #expect(status < 400, "\(host) \(path)")
                }
                for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"] {
                    let answer = try await answer(host, path)
                    #expect(answer.status == 421 && answer.json["code"]?.string == "request.host", "\(host) \(path)")
                }
            }
        }
    }

    @Test("Log and audit log name the client behind trusted proxies, and nobody whom a client makes up")
    func forwardedClient() async throws {
        for (proxies, client) in [(0, "127.0.0.1"), (1, "2001:db8::7"), (2, "198.51.100.1")] {
            let recorder = LogRecorder()
            try await Server.with(proxies: proxies, logger: recorder.logger) { server in
                let owner = try await Person.owner(of: server)
                let headers = ["x-forwarded-for": "198.51.100.1, [2001:db8::7]:4711"]
                let made = try await server.send("POST", "/api/workflows", #"{"name":"W"}"#, headers: headers)
                #expect(made.status == 201)
                let log = try await owner.send("GET", "/api/audit-log?action=workflow.create").json["data"]?.array
                #expect(log?.map { $0["address"] } == [.string(client)], "\(log as Any)")
                let signedIn = try await owner.send("GET", "/api/audit-log?action=session.signIn").json["data"]?.array
                #expect(signedIn?.isEmpty == false && signedIn?.allSatisfy { $0["address"] == "127.0.0.1" } == true)
            }
            let line = recorder.lines.first { $0.contains(" request ") && $0.contains(#""status": 201"#) }
            #expect(line?.contains(#""client": \#(client)"#) == true, "\(line as Any)")
        }
    }

    @Test("Each request is a line with its route, and with nothing that it sent")
    func log() async throws {
        let recorder = LogRecorder()
        try await Server.with(logger: recorder.logger) { server in
            let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            _ = try await server.send(
                "GET", "/api/workflows/s3cret-path?cursor=s3cret-query",
                headers: ["traceparent": parent, "x-request-id": "r-1"])
            _ = try await server.send("GET", "/api/workflows", key: "ask_s3cretkey")
        }
        let lines = recorder.lines.filter { $0.contains(" request ") }
        let first = try #require(lines.first { $0.contains("r-1") })
        for part in [
            "info", #""method": GET"#, #""route": /api/workflows/{workflowId}"#, #""status": 404"#, "durationMs",
            #""client": 127.0.0.1"#, #""user": "#, #""key": "#, #""traceId": 4bf92f3577b34da6a3ce929d0e0e4736"#,
        ] { #expect(first.contains(part), "\(part): \(first)") }
        #expect(lines.contains { $0.contains(#""status": 401"#) && !$0.contains(#""user""#) })
        #expect(!recorder.lines.contains { $0.contains("s3cret") })
    }
}
