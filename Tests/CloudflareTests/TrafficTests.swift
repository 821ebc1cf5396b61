import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Versions that serve again, and versions that share the requests", .timeLimit(.minutes(10)))
struct TrafficTests {
    private static func function(
        _ module: String, percentage: Int? = nil, logpush: Bool? = nil, secret: String = "a", previous: JSONValue? = nil
    ) -> DeployRequest {
        var config: JSONObject = [:]
        config["trafficPercentage"] = percentage.map(JSONValue.int)
        config["logpush"] = logpush.map(JSONValue.bool)
        return CloudflareFixture.request(
            module, config: config, environment: [.init(name: "TOKEN", value: secret, isSecret: true)], className: nil,
            previous: previous)
    }

    private static func uploads(_ fixture: CloudflareFixture) -> [String] {
        fixture.account.calls.filter { $0.hasSuffix("/scripts/orders-w1") || $0.hasSuffix("/versions") }
            .filter { !$0.hasPrefix("GET") }
    }

    @Test(
        "What an earlier deploy made serves again without an upload, with its settings; another secret is another version"
    )
    func again() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.function("one", logpush: true))
        let second = try await fixture.deploy(Self.function("two", previous: first.reference))
        #expect(fixture.account.state.settings["logpush"] == false)
        fixture.account.inject([:])
        let preview = try await fixture.runtime.preview(
            Self.function("one", logpush: true, previous: second.reference))
        #expect(preview.changes == ["serve version v1 again", "set logging and tags"])
        let third = try await fixture.deploy(Self.function("one", logpush: true, previous: second.reference))
        #expect(Self.uploads(fixture).isEmpty)
        #expect(fixture.account.state.active == "v1" && fixture.account.state.settings["logpush"] == true)
        let again = try await fixture.deploy(Self.function("one", logpush: true, previous: third.reference))
        #expect(again.notes?.contains { $0.hasPrefix("Nothing has changed") } == true)
        _ = try await fixture.deploy(Self.function("two", secret: "b", previous: third.reference))
        #expect(fixture.account.state.versions.count == 3 && fixture.account.state.active == "v3")
    }

    @Test("A version that the platform no longer has is uploaded")
    func gone() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.function("one"))
        let second = try await fixture.deploy(Self.function("two", previous: first.reference))
        fixture.account.change { $0.versions.removeFirst() }
        _ = try await fixture.deploy(Self.function("one", previous: second.reference))
        #expect(fixture.account.state.versions.last?.module == "one")
    }

    @Test("A new version serves its part, then more without an upload, then everything")
    func gradual() async throws {
        let fixture = CloudflareFixture()
        // There is nothing to share with yet.
        let first = try await fixture.deploy(Self.function("one", percentage: 10))
        #expect(fixture.account.state.active == "v1" && fixture.account.state.shares.isEmpty)
        let second = try await fixture.deploy(Self.function("two", percentage: 10, previous: first.reference))
        #expect(fixture.account.state.shares == ["v1": 90, "v2": 10])
        #expect(fixture.account.state.versions.map(\.module) == ["one", "two"])
        fixture.account.inject([:])
        let third = try await fixture.deploy(Self.function("two", percentage: 40, previous: second.reference))
        #expect(fixture.account.state.shares == ["v1": 60, "v2": 40])
        let same = try await fixture.deploy(Self.function("two", percentage: 40, previous: third.reference))
        #expect(fixture.account.state.shares == ["v1": 60, "v2": 40])
        let most = try await fixture.deploy(Self.function("two", percentage: 70, previous: same.reference))
        #expect(fixture.account.state.shares == ["v1": 30, "v2": 70])
        let more = try await fixture.deploy(Self.function("two", percentage: 90, previous: most.reference))
        #expect(fixture.account.state.shares == ["v1": 10, "v2": 90])
        _ = try await fixture.deploy(Self.function("two", previous: more.reference))
        #expect(fixture.account.state.shares.isEmpty && fixture.account.state.active == "v2")
        #expect(Self.uploads(fixture).isEmpty)
    }

    @Test("The version before gets everything back, also from the middle of a gradual deploy")
    func back() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.function("one"))
        let second = try await fixture.deploy(Self.function("two", percentage: 70, previous: first.reference))
        fixture.account.inject([:])
        _ = try await fixture.deploy(Self.function("one", previous: second.reference))
        #expect(fixture.account.state.active == "v1" && fixture.account.state.shares.isEmpty)
        #expect(Self.uploads(fixture).isEmpty)
    }

    @Test("A deploy that fails leaves the shares as they were")
    func restored() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.function("one"))
        let second = try await fixture.deploy(Self.function("two", percentage: 20, previous: first.reference))
        fixture.account.fail { $0.hasPrefix("PUT") && $0.hasSuffix("/schedules") }
        let third = CloudflareFixture.request(
            "three", config: ["crons": ["0 6 * * *"]],
            environment: [.init(name: "TOKEN", value: "a", isSecret: true)], className: nil,
            previous: second.reference)
        await #expect(throws: PluginFailure.self) { try await fixture.deploy(third) }
        #expect(fixture.account.state.shares == ["v1": 80, "v2": 20])
    }

    @Test("A workflow has no shares, and a percentage is a whole number from 1 to 100", arguments: [0, 101])
    func refused(percentage: Int) async throws {
        let error = #expect(throws: PluginFailure.self) {
            try DesiredService(
                CloudflareFixture.request(config: ["trafficPercentage": 50]), previous: nil, plan: .paid)
        }
        #expect(error?.code == "cloudflare.config" && error?.message.contains("/trafficPercentage") == true)
        #expect(throws: PluginFailure.self) { try DeployConfiguration(["trafficPercentage": .int(percentage)]) }
    }

    @Test("A reference of an older deploy still names its version as one that can serve again")
    func olderReference() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.function("one"))
        var older = first.reference.object ?? [:]
        older["releases"] = nil
        let second = try await fixture.deploy(Self.function("two", previous: .object(older)))
        fixture.account.inject([:])
        _ = try await fixture.deploy(Self.function("one", previous: second.reference))
        #expect(fixture.account.state.active == "v1" && Self.uploads(fixture).isEmpty)
    }
}
