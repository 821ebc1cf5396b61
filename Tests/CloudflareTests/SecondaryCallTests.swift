import JSON
import PluginKit
import PluginMessages
import Synchronization
import Testing

@testable import CloudflareRuntime

@Suite("Calls that a change can do without", .timeLimit(.minutes(10)))
struct SecondaryCallTests {
    private static let limits: JSONObject = ["stepLimit": 5_000, "concurrency": 7, "retention": ["success": "1 day"]]

    private func isVersions(_ call: String) -> Bool { call.hasSuffix("/versions") && call.contains("/workflows/") }

    private func takedown(_ fixture: CloudflareFixture, _ result: DeployResult, force: Bool) async throws {
        try await fixture.runtime.takedown(
            DeploymentHandle(reference: result.reference, credentials: CloudflareFixture.credentials, force: force))
    }

    @Test("What a workflow's registration sets is asked for only where a deploy sets or has set something")
    func versions() async throws {
        let fixture = CloudflareFixture()
        fixture.account.fail { call in call.hasSuffix("/versions") && call.contains("/workflows/") }
        let first = try await fixture.deploy(CloudflareFixture.request())
        let second = try await fixture.deploy(CloudflareFixture.request("two", id: "d2", previous: first.reference))
        #expect(!fixture.account.calls.contains(where: isVersions))
        // Now it matters, and cannot be read: the deploy registers what it sets all the same.
        let third = try await fixture.deploy(
            CloudflareFixture.request("three", id: "d3", config: Self.limits, previous: second.reference))
        #expect(fixture.account.calls.filter(isVersions).count == 1)
        #expect(fixture.account.state.workflow?["limits"] == ["steps": 5_000])
        let fourth = try await fixture.deploy(CloudflareFixture.request("four", id: "d4", previous: third.reference))
        #expect(fixture.account.state.workflow?["limits"] == nil)
        #expect(fixture.account.calls.filter(isVersions).count == 2)
        try await takedown(fixture, fourth, force: false)
        #expect(fixture.account.state == FakeAccount.State())
        #expect(fixture.account.calls.filter(isVersions).count == 2)
    }

    @Test("A deploy that fails has what the one before registered restored, although nobody tells it")
    func restored() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(CloudflareFixture.request(config: Self.limits))
        let before = fixture.account.state.served
        fixture.account.fail { call in
            call.hasSuffix("/versions") && call.contains("/workflows/")
                || call.contains("/subdomain") && call.hasPrefix("POST")
        }
        await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(
                CloudflareFixture.request(
                    "two", id: "d2", config: ["workersDev": false, "previewUrls": true], previous: first.reference))
        }
        #expect(fixture.account.state.served == before)
        #expect(before.workflow?["limits"] == ["steps": 5_000] && before.workflow?["concurrency"] == ["limit": 7])
    }

    @Test(
        "A first deploy that fails is undone, and a service taken down, by what each needs alone",
        arguments: [false, true])
    func needed(force: Bool) async throws {
        let fixture = CloudflareFixture()
        fixture.account.fail { $0.hasPrefix("POST") && $0.hasSuffix("/subdomain") }
        await #expect(throws: PluginFailure.self) { try await fixture.deploy(CloudflareFixture.request()) }
        #expect(fixture.account.state == FakeAccount.State())
        fixture.account.fail { _ in false }
        let result = try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config))
        fixture.account.inject([:])
        try await takedown(fixture, result, force: force)
        let ends = ["/versions", "/subdomain", "/schedules"] + (force ? ["/references", "/script-settings"] : [])
        #expect(fixture.account.state == FakeAccount.State())
        #expect(fixture.account.calls.allSatisfy { call in !ends.contains { call.hasSuffix($0) } })
    }

    @Test("The account's subdomain is asked for the address only: a deploy that cannot read it keeps the one it had")
    func subdomain() async throws {
        let fixture = CloudflareFixture()
        let name = "/workers/subdomain"
        let first = try await fixture.deploy(CloudflareFixture.request(config: ["workersDev": false]))
        #expect(!fixture.account.calls.contains { $0.hasSuffix(name) })
        let second = try await fixture.deploy(CloudflareFixture.request("two", previous: first.reference))
        fixture.account.fail { $0.hasSuffix(name) }
        let third = try await fixture.deploy(CloudflareFixture.request("three", previous: second.reference))
        #expect(third.url == "https://orders-w1.acme.workers.dev" && third.url == second.url)
        #expect(third.notes?.contains { $0.contains("could not be read") } == true)
    }

    @Test("The state of the token is asked for a better word: only a refusal of it ends a deploy")
    func token() async throws {
        let fixture = CloudflareFixture()
        fixture.account.fail { $0.hasSuffix("tokens/verify") }
        _ = try await fixture.deploy(CloudflareFixture.request())
        let refused = CloudflareFixture { RefusedToken(account: $0) }
        let error = await #expect(throws: PluginFailure.self) {
            try await refused.deploy(CloudflareFixture.request())
        }
        #expect(error?.message.contains("Invalid API Token") == true, "\(error?.message ?? "none")")
        #expect(refused.account.state == FakeAccount.State())
    }

    /// The API answers to a token that is none, where it is asked about the token itself.
    private struct RefusedToken: Transport {
        let account: FakeAccount

        func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
            guard !request.url.hasSuffix("tokens/verify") else {
                return FakeAccount.error(401, 1000, "Invalid API Token")
            }
            return try await account.send(request)
        }
    }

    @Test("A version that nobody can tell to be there any more is uploaded again")
    func release() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(CloudflareFixture.request())
        let second = try await fixture.deploy(CloudflareFixture.request("two", id: "d2", previous: first.reference))
        fixture.account.fail { $0.hasSuffix("/workers/scripts/orders-w1/versions") }
        _ = try await fixture.deploy(CloudflareFixture.request("one", id: "d3", previous: second.reference))
        #expect(fixture.account.state.versions.map(\.module) == ["one", "two", "one"])
    }

    @Test("A zone that earlier deploys used and the token no longer reaches holds up no later one, and is forgotten")
    func zone() async throws {
        let fixture = CloudflareFixture()
        let zone = "zones/zone/workers/routes"
        let first = try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config))
        fixture.account.fail { $0 == "GET \(zone)" }
        let second = try await fixture.deploy(CloudflareFixture.request("two", previous: first.reference))
        #expect(second.notes?.contains { $0.contains("may be left") } == true)
        await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(
                CloudflareFixture.request("two", config: CloudflareFixture.config, previous: first.reference))
        }
        // Nothing is removed while something might be left, unless by force.
        await #expect(throws: PluginFailure.self) { try await takedown(fixture, first, force: false) }
        #expect(fixture.account.state.active != nil)
        fixture.account.inject([:])
        let third = try await fixture.deploy(CloudflareFixture.request("three", previous: second.reference))
        #expect(!fixture.account.calls.contains { $0.hasPrefix("GET \(zone)") } && third.notes == [])
        try await takedown(fixture, first, force: true)
        #expect(fixture.account.state.active == nil)
    }

    @Test("An account that the API does not route is no account without a service: nothing counts as taken down")
    func unroutable() async throws {
        let transport = AnsweringTransport { _ in FakeAccount.error(404, 7003, "Could not route to it.") }
        let result = try await CloudflareFixture().deploy(CloudflareFixture.request())
        await #expect(throws: PluginFailure.self) {
            try await transport.runtime.takedown(
                DeploymentHandle(reference: result.reference, credentials: CloudflareFixture.credentials, force: true))
        }
    }

    @Test("What the version of an upload is matters to the next deploy only")
    func version() async throws {
        let fixture = CloudflareFixture()
        let uploads = Uploads()
        fixture.account.fail { call in
            if call.hasPrefix("PUT"), call.hasSuffix("/workers/scripts/orders-w1") { uploads.begin() }
            return uploads.hasBegun && call.hasSuffix("/deployments")
        }
        let first = try await fixture.deploy(CloudflareFixture.request())
        fixture.account.fail { _ in false }
        let again = try await fixture.deploy(CloudflareFixture.request(id: "d2", previous: first.reference))
        #expect(again.notes == [] && fixture.account.state.versions.count == 2)
        let third = try await fixture.deploy(CloudflareFixture.request(id: "d3", previous: again.reference))
        #expect(third.notes?.contains { $0.hasPrefix("Nothing has changed") } == true)
        try await takedown(fixture, first, force: false)
        #expect(fixture.account.state == FakeAccount.State())
    }

    private final class Uploads: Sendable {
        private let begun = Mutex(false)

        var hasBegun: Bool { begun.withLock { $0 } }

        func begin() { begun.withLock { $0 = true } }
    }
}
