import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("First deploys to an account", .timeLimit(.minutes(10)))
struct FirstDeployTests {
    private func refusal(_ fixture: CloudflareFixture, _ request: DeployRequest) async -> PluginFailure? {
        do {
            _ = try await fixture.deploy(request)
            return nil
        } catch { return error as? PluginFailure }
    }

    @Test("A Worker of the same name that was not made here is left alone, unless it is to be overwritten")
    func foreignWorker() async throws {
        let fixture = CloudflareFixture()
        fixture.account.change {
            $0.versions = [.init(id: "theirs", module: "theirs", bindings: [:])]
            $0.active = "theirs"
            $0.settings = ["tags": ["production"]]
        }
        let before = fixture.account.state
        let failure = await refusal(fixture, CloudflareFixture.request())
        #expect(failure?.code == "cloudflare.worker.foreign" && failure?.fault == .conflict)
        await #expect(throws: PluginFailure.self) { try await fixture.runtime.preview(CloudflareFixture.request()) }
        #expect(fixture.account.state == before)
        _ = try await fixture.deploy(CloudflareFixture.request(config: ["overwriteWorker": true]))
        #expect(fixture.account.state.served.versions.map(\.module) == ["one"])
    }

    @Test("A workflow of the same name that another Worker has is left alone")
    func foreignWorkflow() async throws {
        let fixture = CloudflareFixture()
        fixture.account.change { $0.workflow = ["class_name": "Theirs", "script_name": "theirs"] }
        #expect(await refusal(fixture, CloudflareFixture.request())?.code == "cloudflare.worker.foreign")
        #expect(fixture.account.state.workflow?["script_name"] == "theirs")
    }

    @Test("A deploy that calls a Worker which the account does not have is refused before anything is changed")
    func unknownService() async throws {
        let fixture = CloudflareFixture()
        func request(_ type: String) -> DeployRequest {
            CloudflareFixture.request(bindings: [Binding(type: type, name: "OTHER", settings: ["service": "mailer"])])
        }
        for type in ["workflow", "service"] {
            let failure = await refusal(fixture, request(type))
            #expect(failure?.code == "cloudflare.service.unknown" && failure?.fault == .notFound)
            #expect(failure?.details?["service"] == "mailer" && failure?.message.contains("\"mailer\"") == true)
            await #expect(throws: PluginFailure.self) { try await fixture.runtime.preview(request(type)) }
        }
        #expect(fixture.account.state == FakeAccount.State())
        #expect(fixture.account.calls.allSatisfy { $0.hasPrefix("GET") })
        // The upload decides where the account cannot be read.
        fixture.account.fail { $0.hasSuffix("/mailer/script-settings") }
        let first = try await fixture.deploy(request("service"))
        try await fixture.takedown(first)
        fixture.account.fail { _ in false }
        fixture.account.change { $0.others = ["mailer"] }
        _ = try await fixture.deploy(request("workflow"))
        #expect(fixture.account.state.served.versions.map(\.module) == ["one"])
    }

    @Test("A missing workers.dev subdomain is told before anything is changed, or registered")
    func subdomain() async throws {
        let fixture = CloudflareFixture()
        fixture.account.change { $0.accountSubdomain = nil }
        let failure = await refusal(fixture, CloudflareFixture.request())
        #expect(failure?.code == "cloudflare.subdomain.missing")
        #expect(failure?.message.contains("workersDevSubdomain") == true)
        #expect(fixture.account.calls.allSatisfy { $0.hasPrefix("GET") })
        // What has a route needs none.
        _ = try await fixture.deploy(CloudflareFixture.request(config: ["workersDev": false]))

        let other = CloudflareFixture()
        other.account.change { $0.accountSubdomain = nil }
        let request = CloudflareFixture.request(config: ["workersDevSubdomain": "my-team"])
        let preview = try await other.runtime.preview(request)
        #expect(preview.changes.first == "register the account's subdomain my-team.workers.dev")
        #expect(try await other.deploy(request).url == "https://orders-w1.my-team.workers.dev")
        #expect(other.account.state.accountSubdomain == "my-team")
        #expect(
            await refusal(other, CloudflareFixture.request(config: ["workersDevSubdomain": "My Team"]))?.code
                == "cloudflare.config")
    }

    @Test("With a route only, the address is the route's; workers.dev is on where it is asked for")
    func exposure() async throws {
        let fixture = CloudflareFixture()
        let route: JSONValue = ["pattern": "api.example.com/orders/*", "zoneName": "example.com"]
        let first = try await fixture.deploy(CloudflareFixture.request(config: ["route": route, "workersDev": true]))
        #expect(first.url == "https://orders-w1.acme.workers.dev")
        #expect(fixture.account.state.subdomain["enabled"] == true)
        let second = try await fixture.deploy(
            CloudflareFixture.request(config: ["route": route], previous: first.reference))
        #expect(second.url == "https://api.example.com/orders/")
        #expect(fixture.account.state.subdomain["enabled"] == false)
        #expect(second.notes?.contains { $0.hasPrefix("workers.dev is turned off") } == true)
    }

    @Test("A value over 5 KB is refused by name, without itself, before any call")
    func environment() async throws {
        let fixture = CloudflareFixture()
        func request(_ count: Int) -> DeployRequest {
            CloudflareFixture.request(environment: [
                .init(name: "LARGE", value: String(repeating: "x", count: count), isSecret: true)
            ])
        }
        let failure = await refusal(fixture, request(5_121))
        #expect(failure?.code == "cloudflare.environment.tooLarge" && failure?.fault == .invalid)
        #expect(failure?.message.contains("LARGE (5121 bytes)") == true && failure?.message.contains("xxx") == false)
        #expect(fixture.account.calls.isEmpty)
        _ = try await fixture.deploy(request(5_120))
    }

    @Test("A custom domain with a DNS record of its own is refused before the change, or takes the record's place")
    func records() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(CloudflareFixture.request())
        fixture.account.change { $0.records = ["orders.example.com"] }
        func request(_ config: JSONObject) -> DeployRequest {
            var config = config
            config["customDomains"] = ["orders.example.com"]
            return CloudflareFixture.request("two", config: config, previous: first.reference)
        }
        let failure = await refusal(fixture, request([:]))
        #expect(failure?.code == "cloudflare.domain.conflict")
        #expect(fixture.account.state.served.versions.map(\.module) == ["one"])
        let preview = try await fixture.runtime.preview(request(["overrideDNS": true]))
        #expect(preview.changes.contains("attach orders.example.com and replace their DNS records"))
        _ = try await fixture.deploy(request(["overrideDNS": true]))
        #expect(
            fixture.account.state.domains == ["orders.example.com": "orders-w1"]
                && fixture.account.state.records.isEmpty)
    }
}
