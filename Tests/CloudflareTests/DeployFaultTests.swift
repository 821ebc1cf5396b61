import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Deploys that fail", .timeLimit(.minutes(10)))
struct DeployFaultTests {
    private static let second: JSONObject = [
        "route": ["pattern": "api.example.com/new/*", "zoneName": "example.com"],
        "customDomains": ["new.example.com"], "workersDev": false, "logpush": true,
        "queueConsumers": [["queue": "orders", "batchSize": 7]],
    ]

    /// The number of calls of a deploy, so that every one of them fails once.
    private func calls(ofSecond isSecond: Bool) async throws -> Int {
        let fixture = CloudflareFixture()
        var previous: DeployResult?
        if isSecond { previous = try await first(fixture) }
        fixture.account.inject([:])
        _ = try await fixture.deploy(request(previous))
        // A loop over fewer would not be one over a deploy.
        try #require(fixture.account.calls.count >= 5, "\(fixture.account.calls)")
        return fixture.account.calls.count
    }

    private func first(_ fixture: CloudflareFixture) async throws -> DeployResult {
        try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config))
    }

    private func request(_ previous: DeployResult?) -> DeployRequest {
        CloudflareFixture.request("two", id: "d2", config: Self.second, previous: previous?.reference)
    }

    /// Whether a deploy can do without the answer of a call: the other calls tell what it would.
    private func isSecondary(_ call: Int, in fixture: CloudflareFixture) -> Bool {
        let calls = fixture.account.calls
        let isAfterUpload = calls.prefix(call).contains {
            $0.hasPrefix("PUT") && $0.hasSuffix("/workers/scripts/orders-w1")
        }
        return calls[call] == "GET user/tokens/verify" || calls[call].hasSuffix("/domains/changeset")
            || isAfterUpload && calls[call].hasSuffix("/deployments")
    }

    @Test(
        "Whatever call fails, what was deployed before serves, and the next deploy succeeds",
        arguments: FakeAccount.Fault.allCases)
    func later(fault: FakeAccount.Fault) async throws {
        for call in 0..<(try await calls(ofSecond: true)) {
            let fixture = CloudflareFixture()
            let previous = try await first(fixture)
            let before = fixture.account.state.served
            fixture.account.inject([call: fault])
            do {
                _ = try await fixture.deploy(request(previous))
                #expect(
                    isSecondary(call, in: fixture), "It was not noticed that \(fixture.account.calls[call]) failed.")
                #expect(fixture.account.state.served.versions.map(\.module) == ["two"])
            } catch let failure as PluginFailure {
                #expect(fixture.account.state.served == before, "\(fixture.account.calls[call]): \(failure)")
                #expect(failure.details?["stage"]?.string != nil)
                #expect(failure.details?["previousDeployment"] != "failed")
                #expect(!failure.message.contains("token-of-mine"))
            }
            fixture.account.inject([:])
            _ = try await fixture.deploy(request(previous))
            #expect(fixture.account.state.served.versions.map(\.module) == ["two"])
            #expect(fixture.account.state.routes == ["api.example.com/new/*": "orders-w1"])
        }
    }

    @Test("Whatever call of a first deploy fails, nothing of it is left", arguments: FakeAccount.Fault.allCases)
    func first(fault: FakeAccount.Fault) async throws {
        for call in 0..<(try await calls(ofSecond: false)) {
            let fixture = CloudflareFixture()
            fixture.account.inject([call: fault])
            do {
                _ = try await fixture.deploy(request(nil))
                // What does not exist has no settings to read.
                let name = fixture.account.calls[call]
                let isOfNothing = name.hasPrefix("GET") && name.contains("/workers/scripts/")
                #expect(isOfNothing || isSecondary(call, in: fixture), "It was not noticed that \(name) failed.")
                #expect(fixture.account.state.served.versions.map(\.module) == ["two"])
                continue
            } catch {
                #expect(fixture.account.state == FakeAccount.State())
                #expect(fixture.notes.all.isEmpty)
            }
            fixture.account.inject([:])
            _ = try await fixture.deploy(request(nil))
        }
    }

    @Test("A deploy that is cut off at any call is undone by a recovery, or by the next deploy that fails")
    func cutOff() async throws {
        let count = try await calls(ofSecond: true)
        for call in 0..<count {
            let fixture = CloudflareFixture()
            let previous = try await first(fixture)
            let before = fixture.account.state.served
            // From that call on nobody hears anything: as if the server were gone.
            fixture.account.inject(Dictionary(uniqueKeysWithValues: (call..<(call + 500)).map { ($0, .lost) }))
            await #expect(throws: PluginFailure.self) { try await fixture.deploy(request(previous)) }
            fixture.account.inject([:])
            let recovery = try await fixture.runtime.recover(
                RecoverRequest(deploymentId: "d2", workflowId: "w1", credentials: CloudflareFixture.credentials))
            #expect(recovery.result == nil)
            #expect(fixture.account.state.served == before)
        }
    }

    @Test("When a deploy is cut off and the next one fails, what was served before both serves again")
    func cutOffThenFailed() async throws {
        var found = 0
        for call in 0..<(try await calls(ofSecond: true)) {
            func cutOff() async throws -> (CloudflareFixture, DeployRequest, FakeAccount.State) {
                let fixture = CloudflareFixture()
                let previous = try await first(fixture)
                let before = fixture.account.state.served
                fixture.account.inject(Dictionary(uniqueKeysWithValues: (call..<(call + 500)).map { ($0, .lost) }))
                await #expect(throws: PluginFailure.self) { try await fixture.deploy(request(previous)) }
                fixture.account.inject([:])
                return (fixture, request(previous), before)
            }
            let (twin, whole, _) = try await cutOff()
            _ = try await twin.deploy(whole)
            // Calls at the same time are cut off in one order or another, and what is left to do differs by a few.
            var last = twin.account.calls.count
            var served: (FakeAccount.State, before: FakeAccount.State)?
            while served == nil, last > 0 {
                last -= 1
                let (fixture, second, before) = try await cutOff()
                if fixture.account.state.served != before { found += 1 }
                fixture.account.inject([last: .refused])
                do { _ = try await fixture.deploy(second) } catch is PluginFailure {
                    served = (fixture.account.state.served, before)
                }
            }
            let (after, before) = try #require(served, "No call of the next deploy was refused.")
            #expect(after == before, "Cut off at call \(call).")
        }
        #expect(found > 2, "The cuts left nothing half done.")
    }

    @Test("When one of several calls at a time fails, what goes back waits for the others")
    func failureBesideACall() async throws {
        let slow = "PUT accounts/\(CloudflareFixture.account)/workers/domains"
        let fixture = CloudflareFixture {
            UnevenTransport(account: $0, refused: "POST zones/zone/workers/routes", slow: slow)
        }
        await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config))
        }
        let calls = fixture.account.calls
        let added = try #require(calls.firstIndex(of: slow), "\(calls)")
        let removed = try #require(
            calls.lastIndex { $0.hasPrefix("DELETE accounts/\(CloudflareFixture.account)/workers/domains/") },
            "\(calls)")
        #expect(added < removed)
        #expect(fixture.account.state == FakeAccount.State())
    }

    @Test("A deploy whose end the core did not hear of is finished by a recovery")
    func finished() async throws {
        let fixture = CloudflareFixture()
        let result = try await first(fixture)
        func recover(_ id: String) async throws -> Recovery {
            try await fixture.runtime.recover(
                RecoverRequest(deploymentId: id, workflowId: "w1", credentials: CloudflareFixture.credentials))
        }
        #expect(try await recover("d1").result?.reference == result.reference)
        #expect(try await recover("another").result == nil)
    }

    @Test("An error names the stage, the call, the API's code and message, and what serves")
    func message() async throws {
        let fixture = CloudflareFixture()
        let previous = try await first(fixture)
        fixture.account.inject([:])
        _ = try await fixture.runtime.preview(request(previous))
        let reads = fixture.account.calls.count
        fixture.account.inject([reads: .refused])
        await #expect {
            try await fixture.deploy(request(previous))
        } throws: { error in
            let failure = error as? PluginFailure
            return failure?.message
                == "orders-w1, DEPLOYING: PUT workers/scripts/orders-w1 was refused with status 400: "
                + "The script is wrong (10021). Nothing was changed."
                && failure?.details?["errors"]?.array?.first?["code"] == 10021
        }
    }
}
