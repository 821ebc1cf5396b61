import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Takedowns of Cloudflare", .timeLimit(.minutes(10)))
struct TakedownTests {
    private func deployed() async throws -> (CloudflareFixture, DeployResult) {
        let fixture = CloudflareFixture()
        return (fixture, try await fixture.deploy(CloudflareFixture.request(config: CloudflareFixture.config)))
    }

    private func takedown(_ fixture: CloudflareFixture, _ result: DeployResult, force: Bool? = nil) async throws {
        try await fixture.runtime.takedown(
            DeploymentHandle(reference: result.reference, credentials: CloudflareFixture.credentials, force: force))
    }

    @Test(
        "Whatever call fails, the service is whole or gone, and the next takedown leaves nothing",
        arguments: FakeAccount.Fault.allCases)
    func anyFailure(fault: FakeAccount.Fault) async throws {
        let (twin, whole) = try await deployed()
        twin.account.inject([:])
        try await takedown(twin, whole)
        var failures = 0
        for call in twin.account.calls.indices {
            let (fixture, result) = try await deployed()
            let before = fixture.account.state.served
            fixture.account.inject([call: fault])
            let name = twin.account.calls[call]
            do { try await takedown(fixture, result) } catch is PluginFailure {
                failures += 1
                let state = fixture.account.state
                if state.active != nil {
                    #expect(state.served == before, "\(name): a part of the service is left.")
                } else {
                    #expect(state.versions.isEmpty && state.consumers.isEmpty, "\(name)")
                }
            }
            fixture.account.inject([:])
            try await takedown(fixture, result)
            #expect(fixture.account.state == FakeAccount.State(), "\(name)")
            #expect(fixture.notes.all.isEmpty)
        }
        #expect(failures > 0, "No fault was noticed in \(twin.account.calls)")
    }

    @Test("What others use stays as it is, and they are named; by force it goes")
    func referenced() async throws {
        let (fixture, result) = try await deployed()
        fixture.account.change { $0.users = ["shop"] }
        let before = fixture.account.state
        await #expect {
            try await takedown(fixture, result)
        } throws: { error in
            let failure = error as? PluginFailure
            return failure?.code == "cloudflare.worker.referenced" && failure?.fault == .conflict
                && failure?.message.contains("Worker \"shop\" (service binding)") == true
        }
        #expect(fixture.account.state == before)
        try await takedown(fixture, result, force: true)
        #expect(fixture.account.state == FakeAccount.State())
    }

    @Test("A Worker that somebody else has put in its place is not deleted, unless by force")
    func replaced() async throws {
        let (fixture, result) = try await deployed()
        fixture.account.change {
            $0.versions.append(.init(id: "theirs", module: "theirs", bindings: [:]))
            $0.active = "theirs"
            $0.settings = [:]
        }
        await #expect {
            try await takedown(fixture, result)
        } throws: { ($0 as? PluginFailure)?.code == "cloudflare.worker.foreign" }
        #expect(fixture.account.state.active == "theirs" && !fixture.account.state.routes.isEmpty)
        try await takedown(fixture, result, force: true)
        #expect(fixture.account.state == FakeAccount.State())
    }
}
