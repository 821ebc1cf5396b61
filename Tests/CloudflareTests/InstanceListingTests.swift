import JSON
import PluginKit
import PluginMessages
import Testing
import WorkerBackend

@testable import CloudflareRuntime

@Suite("Runs that Cloudflare lists", .timeLimit(.minutes(10)))
struct InstanceListingTests {
    private static func deployment(_ id: String, _ service: String) throws -> StatesRequest.ActiveDeployment {
        let reference = WorkerReference(
            service: service, workflow: "w", isWorkflow: true, version: "v", fingerprint: "", places: .init(),
            nodes: StepNodes(), url: nil)
        return .init(deploymentId: id, reference: try reference.json)
    }

    private static func item(_ id: String, _ status: String, _ second: Int) -> JSONValue {
        let time = JSONValue.string("2026-11-29T12:00:\(10 + second)Z")
        return [
            "id": .string(id), "status": .string(status), "created_on": time, "modified_on": time,
            "ended_on": status == "complete" ? time : nil,
        ]
    }

    private func states(
        _ runtime: CloudflareRuntime, since: String? = nil, _ deployments: [StatesRequest.ActiveDeployment],
        runs: [StatesRequest.DeploymentRuns] = []
    ) async throws -> RunStates {
        try await runtime.states(
            since: StatesRequest(
                credentials: CloudflareFixture.credentials, since: since, limit: 500, runs: runs,
                deployments: deployments))
    }

    @Test("All pages of all deployments are read, ended runs with their results, each once")
    func pages() async throws {
        let transport = AnsweringTransport { call in
            switch call {
            case let call where call.contains("workflows/a/instances?"):
                call.contains("cursor=next")
                    ? AnsweringTransport.result([Self.item("a1", "complete", 1)], info: ["cursor": ""])
                    : AnsweringTransport.result([Self.item("a2", "waiting", 2)], info: ["cursor": "next"])
            case let call where call.contains("workflows/b/instances?"):
                AnsweringTransport.result([Self.item("b1", "complete", 1)])
            case let call where call.hasPrefix("GET accounts/\(CloudflareFixture.account)/workflows/"):
                AnsweringTransport.result(["status": "complete", "output": "{\"n\":1}", "params": ["by": "cron"]])
            default: nil
            }
        }
        let runtime = transport.runtime
        let deployments = [try Self.deployment("d1", "a"), try Self.deployment("d2", "b")]
        let first = try await states(runtime, deployments)
        #expect(
            first.changes.map { "\($0.deploymentId) \($0.state.instanceId) \($0.state.status)" }.sorted() == [
                "d1 a1 complete", "d1 a2 waiting", "d2 b1 complete",
            ])
        let ended = first.changes.first { $0.state.instanceId == "a1" }
        #expect(ended?.state.output == ["n": 1] && ended?.state.params == ["by": "cron"])
        #expect(ended?.endedAt == ended?.createdAt)
        let count = transport.calls.count
        let second = try await states(runtime, since: first.next, deployments)
        #expect(second.changes.map(\.state.instanceId) == ["a2"])
        // The lists only: ends that are known cost no call, and what is older is not listed.
        #expect(transport.calls.count == count + 3)
        #expect(transport.calls.last?.contains("date_start=") == true)
    }

    @Test("A part has a limit of calls, and the next goes on behind it")
    func parts() async throws {
        let transport = AnsweringTransport { call in
            call.contains("/instances?") ? AnsweringTransport.result([Self.item("i", "running", 1)]) : nil
        }
        let runtime = transport.runtime
        let deployments = try (0..<150).map { try Self.deployment("d\(1_000 + $0)", "s\($0)") }
        var since: String?
        var seen: Set<String> = []
        var parts = 0
        repeat {
            let states = try await states(runtime, since: since, deployments)
            seen.formUnion(states.changes.map(\.deploymentId))
            since = states.next
            parts += 1
            if !states.hasMore { break }
        } while parts < 10
        #expect(seen.count == 150 && parts == 3)
    }

    @Test("An instance that is gone is unknown, with the reason")
    func gone() async throws {
        let transport = AnsweringTransport { _ in nil }
        let deployment = try Self.deployment("d1", "a")
        let states = try await states(
            transport.runtime, [deployment],
            runs: [.init(deploymentId: "d1", reference: deployment.reference, instanceIds: ["r1"])])
        #expect(states.changes.map(\.state.status) == [.unknown])
        #expect(states.changes.first?.state.error?.name == "cloudflare.instance.gone")
        let handle = DeploymentHandle(reference: deployment.reference, credentials: CloudflareFixture.credentials)
        let state = try await transport.runtime.state(InstanceRequest(deployment: handle, instanceId: "r1"))
        #expect(state.status == .unknown && state.error != nil)
        await #expect {
            try await transport.runtime.control(
                InstanceRequest(deployment: handle, instanceId: "r1", action: .terminate))
        } throws: { ($0 as? PluginFailure)?.fault == .conflict }
    }

    @Test("A termination runs rollback handlers where it is asked to, and only there")
    func rollback() async throws {
        let transport = AnsweringTransport { _ in AnsweringTransport.result(["status": "terminated"]) }
        let deployment = try Self.deployment("d1", "a")
        let handle = DeploymentHandle(reference: deployment.reference, credentials: CloudflareFixture.credentials)
        for rollback: Bool? in [true, nil, false] {
            let state = try await transport.runtime.control(
                InstanceRequest(deployment: handle, instanceId: "r1", action: .terminate, rollback: rollback))
            #expect(state.status == .terminated)
        }
        let plain: JSONValue = ["status": "terminate"]
        #expect(transport.bodies == [["status": "terminate", "rollback": true], plain, plain])
    }

    @Test("A start whose answer is lost is sent again, and is the run that it has started")
    func repeated() async throws {
        let transport = AnsweringTransport { call in
            call.hasPrefix("POST")
                ? FakeAccount.error(409, 10203, "instance.already_exists")
                : AnsweringTransport.result(["status": "running"])
        }
        let deployment = try Self.deployment("d1", "a")
        let handle = DeploymentHandle(reference: deployment.reference, credentials: CloudflareFixture.credentials)
        let state = try await transport.runtime.trigger(
            TriggerRequest(deployment: handle, runId: "r1", params: ["a": 1]))
        #expect(state.instanceId == "r1" && state.status == .running)
    }
}
