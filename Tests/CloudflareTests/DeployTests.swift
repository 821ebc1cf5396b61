import JSON
import PluginMessages
import Synchronization
import Testing

@testable import CloudflareRuntime

@Suite("Deploys to Cloudflare", .timeLimit(.minutes(10)))
struct DeployTests {
    @Test("A first deploy makes everything, and a takedown leaves nothing")
    func whole() async throws {
        let fixture = CloudflareFixture()
        let stages = Mutex<[String]>([])
        let request = CloudflareFixture.request(
            config: CloudflareFixture.config,
            environment: [
                .init(name: "PLAIN", value: "a", isSecret: false), .init(name: "TOKEN", value: "b", isSecret: true),
                .init(name: "KV_CACHE_BINDING_ID", value: "ns1", isSecret: false),
            ],
            bindings: [
                Binding(type: "kv_namespace", name: "KV_CACHE", settings: ["resourceVariable": "KV_CACHE_BINDING_ID"])
            ], trigger: .cron(expression: "*/5 * * * *"))
        let result = try await fixture.runtime.deploy(request) { progress in
            stages.withLock { $0.append("\(progress.stage) \(progress.progress)") }
        }
        #expect(
            stages.withLock { $0 } == [
                "CREATING_WORKER 55", "DEPLOYING 65", "WORKER_DEPLOYED 80", "UPDATING_WORKFLOW 90",
            ])
        #expect(result.serviceName == "orders-w1")
        #expect(result.url == "https://orders.example.com")
        let state = fixture.account.state
        #expect(state.versions.map(\.module) == ["one"])
        #expect(
            state.versions.first?.bindings == [
                "KV_CACHE": ["name": "KV_CACHE", "type": "kv_namespace", "namespace_id": "ns1"],
                "WORKFLOW": [
                    "name": "WORKFLOW", "type": "workflow", "workflow_name": "orders-w1",
                    "script_name": "orders-w1", "class_name": "Orders",
                ],
                "PLAIN": ["name": "PLAIN", "type": "plain_text", "text": "a"],
                "TOKEN": ["name": "TOKEN", "type": "secret_text", "text": "b"],
            ])
        #expect(state.workflow == ["class_name": "Orders", "script_name": "orders-w1"])
        // It has a route and a domain.
        #expect(state.subdomain == ["enabled": false, "previews_enabled": false])
        #expect(state.schedules == ["*/5 * * * *", "0 6 * * *"])
        #expect(state.routes == ["api.example.com/orders/*": "orders-w1"])
        #expect(state.domains == ["orders.example.com": "orders-w1"])
        #expect(state.consumers == ["q1": 5])

        try await fixture.takedown(result)
        #expect(fixture.account.state == FakeAccount.State())
        #expect(fixture.notes.all.isEmpty)
        // Already gone is success.
        try await fixture.takedown(result)
    }

    @Test("A later deploy changes what differs, and what is no longer named is gone, secrets too")
    func later() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(
            CloudflareFixture.request(
                config: CloudflareFixture.config, environment: [.init(name: "TOKEN", value: "b", isSecret: true)]))
        fixture.account.inject([:])
        let second = try await fixture.deploy(
            CloudflareFixture.request("two", id: "d2", config: ["workersDev": false], previous: first.reference))
        let state = fixture.account.state.served
        #expect(state.versions.map(\.module) == ["two"])
        #expect(state.versions.first?.bindings.keys.sorted() == ["WORKFLOW"])
        #expect(state.routes.isEmpty && state.domains.isEmpty && state.schedules.isEmpty && state.consumers.isEmpty)
        #expect(state.subdomain == ["enabled": false, "previews_enabled": false])
        #expect(second.url == nil)
        // What leads traffic away goes last.
        let changes = fixture.account.calls.filter { !$0.hasPrefix("GET") }
        #expect(changes.first == "PUT accounts/\(CloudflareFixture.account)/workers/scripts/orders-w1")
        #expect(changes.suffix(3).allSatisfy { $0.hasPrefix("DELETE") })
    }

    @Test("The same again changes nothing and says so; another secret is another deploy")
    func unchanged() async throws {
        let fixture = CloudflareFixture()
        func request(_ secret: String, _ previous: JSONValue?) -> DeployRequest {
            CloudflareFixture.request(
                config: CloudflareFixture.config, environment: [.init(name: "TOKEN", value: secret, isSecret: true)],
                previous: previous)
        }
        let first = try await fixture.deploy(request("a", nil))
        fixture.account.inject([:])
        let again = try await fixture.deploy(request("a", first.reference))
        #expect(again.notes?.contains { $0.hasPrefix("Nothing has changed") } == true)
        #expect(fixture.account.calls.allSatisfy { $0.hasPrefix("GET") })
        #expect(again.reference == first.reference)
        // Somebody removed a route in the dashboard: it is made again.
        fixture.account.change { $0.routes = [:] }
        let mended = try await fixture.deploy(request("a", first.reference))
        #expect(fixture.account.state.routes.count == 1)
        // It is the reference of what serves, so that only the secret differs.
        #expect(
            try await fixture.deploy(request("a", mended.reference)).notes?.contains { $0.hasPrefix("Nothing has") }
                == true)
        let third = try await fixture.deploy(request("b", mended.reference))
        #expect(third.notes == [])
        #expect(!first.reference.text.contains("token-of-mine"))
    }

    @Test("A source map is a part of its own, which the module names")
    func sourceMap() {
        let map = #"{"version": 3, "mappings": ""}"#
        let body = ScriptUpload(module: "code();\n", sourceMap: map, metadata: [:]).body
        let parts = body.parts.map { ($0.name, $0.contentType, String(decoding: $0.content, as: UTF8.self)) }
        #expect(parts.map(\.0) == ["metadata", "worker.mjs", "worker.mjs.map"])
        #expect(parts[1].2 == "code();\n//# sourceMappingURL=worker.mjs.map\n")
        #expect(parts[2].1 == "application/source-map" && parts[2].2 == map)
        let plain = ScriptUpload(module: "code();\n", metadata: [:]).body
        #expect(plain.parts.map(\.name) == ["metadata", "worker.mjs"])
        #expect(plain.parts[1].content == Array("code();\n".utf8))
    }

    @Test("What cannot be deployed is refused before anything is changed")
    func refused() async throws {
        let fixture = CloudflareFixture()
        let cases: [(DeployRequest, String)] = [
            (CloudflareFixture.request(config: ["routes": [["pattern": "x.other.org/*"]]]), "cloudflare.config"),
            (
                CloudflareFixture.request(
                    config: ["route": ["pattern": "a.other.org/*", "zoneName": "other.org"]]), "cloudflare.zone.unknown"
            ),
            (
                CloudflareFixture.request(config: ["queueConsumers": [["queue": "unknown"]]]),
                "cloudflare.queue.unknown"
            ),
            (CloudflareFixture.request(required: ["A", "B"]), "cloudflare.environment.missing"),
        ]
        for (request, code) in cases {
            await #expect { try await fixture.deploy(request) } throws: { ($0 as? PluginFailure)?.code == code }
        }
        fixture.account.change { $0.routes = ["api.example.com/orders/*": "somebody-else"] }
        await #expect {
            try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config))
        } throws: {
            let failure = $0 as? PluginFailure
            return failure?.code == "cloudflare.route.taken" && failure?.message.contains("somebody-else") == true
        }
        #expect(fixture.account.calls.allSatisfy { $0.hasPrefix("GET") })
    }

    @Test("Another connection to the same account does not take what the first one deployed")
    func otherConnection() async throws {
        let fixture = CloudflareFixture()
        _ = try await fixture.deploy(CloudflareFixture.request())
        let request = CloudflareFixture.request(connection: "c2")
        await #expect {
            try await fixture.deploy(request)
        } throws: { ($0 as? PluginFailure)?.code == "cloudflare.connection.other" }
        #expect(fixture.account.state.versions.count == 1)
    }

    @Test("A preview tells the changes and no values, and changes nothing")
    func preview() async throws {
        let fixture = CloudflareFixture()
        let preview = try await fixture.runtime.preview(
            CloudflareFixture.request(
                config: CloudflareFixture.config, environment: [.init(name: "TOKEN", value: "hush", isSecret: true)]))
        #expect(preview.serviceName == "orders-w1")
        #expect(preview.changes.first == "upload the Worker")
        #expect(preview.changes.contains("route api.example.com/orders/*"))
        #expect(preview.details["metadata"]?["bindings"]?.array?.contains { $0["name"] == "TOKEN" } == true)
        #expect(!preview.details.text.contains("hush"))
        #expect(fixture.account.calls.allSatisfy { $0.hasPrefix("GET") })
    }
}
