import JSON
import PluginKit
import PluginMessages
import Synchronization
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

    @Test("A list that cannot be read leaves the others, and is read from the same time on later")
    func failing() async throws {
        let isFailing = Mutex(true)
        let transport = AnsweringTransport { call in
            switch call {
            case let call where call.contains("workflows/a/instances?"):
                isFailing.withLock { $0 } ? FakeAccount.error(403, 10000, "Authentication error") : Self.list("a1")
            case let call where call.contains("workflows/b/instances?"): Self.list("b1")
            case let call where call.contains("/instances/"): AnsweringTransport.result(["status": "complete"])
            default: nil
            }
        }
        let runtime = transport.runtime
        let deployments = [try Self.deployment("d1", "a"), try Self.deployment("d2", "b")]
        let first = try await states(runtime, deployments)
        #expect(first.changes.map(\.state.instanceId) == ["b1"])
        isFailing.withLock { $0 = false }
        let second = try await states(runtime, since: first.next, deployments)
        #expect(second.changes.map(\.state.instanceId) == ["a1"])
        let lists = transport.calls.filter { $0.contains("workflows/a/instances?") }
        #expect(lists.count == 2 && lists.allSatisfy { !$0.contains("date_start=") }, "\(lists)")
        _ = try await states(runtime, since: second.next, deployments)
        #expect(transport.calls.last?.contains("date_start=") == true)
    }

    private static func list(_ id: String) -> FetchResponse {
        AnsweringTransport.result([item(id, "complete", 1)])
    }

    @Test("An end that cannot be read is reported once it can be")
    func failingEnd() async throws {
        let isFailing = Mutex(true)
        let transport = AnsweringTransport { call in
            if call.contains("/instances?") { return Self.list("a1") }
            return isFailing.withLock { $0 }
                ? FakeAccount.error(500, 10013, "internal")
                : AnsweringTransport.result(["status": "complete", "output": "1"])
        }
        let runtime = transport.runtime
        let deployments = [try Self.deployment("d1", "a")]
        let first = try await states(runtime, deployments)
        #expect(first.changes.isEmpty)
        isFailing.withLock { $0 = false }
        let second = try await states(runtime, since: first.next, deployments)
        #expect(second.changes.map(\.state.output) == [1])
    }

    @Test("Where nothing can be read, or the API asks to be left alone, that is told")
    func nothing() async throws {
        for (status, code) in [(500, 10013), (403, 10000), (429, 10013)] {
            let transport = AnsweringTransport { call in
                status == 429 && call.contains("workflows/b/")
                    ? Self.list("b1") : FakeAccount.error(status, code, "refused")
            }
            let deployments = [try Self.deployment("d1", "a"), try Self.deployment("d2", "b")]
            let error = await #expect(throws: PluginFailure.self) { try await states(transport.runtime, deployments) }
            #expect(error?.details?["status"] == .int(status))
            if status == 429 { #expect(transport.calls.count == 1) }
        }
    }

    @Test("Of the runs that the host asks about, one that cannot be read hides none of the others")
    func failingRun() async throws {
        let transport = AnsweringTransport { call in
            call.hasSuffix("/instances/bad")
                ? FakeAccount.error(500, 10013, "internal")
                : call.contains("/instances/") ? AnsweringTransport.result(["status": "running"]) : nil
        }
        let deployment = try Self.deployment("d1", "a")
        let ids = ["r1", "bad", "r2", "r3"]
        let states = try await states(
            transport.runtime, [],
            runs: [.init(deploymentId: "d1", reference: deployment.reference, instanceIds: ids)])
        #expect(Set(states.changes.map(\.state.instanceId)) == ["r1", "r2", "r3"])
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

    @Test(
        "A start that is refused, or whose outcome is not known, is the run that is there under its id",
        arguments: [
            (409, 10203, "instance.already_exists"), (400, 10203, "instance.already_exists"),
            (503, 10001, "unavailable"),
        ])
    func repeated(status: Int, code: Int, message: String) async throws {
        let transport = AnsweringTransport { call in
            call.hasPrefix("POST")
                ? FakeAccount.error(status, code, message) : AnsweringTransport.result(["status": "running"])
        }
        let deployment = try Self.deployment("d1", "a")
        let handle = DeploymentHandle(reference: deployment.reference, credentials: CloudflareFixture.credentials)
        let state = try await transport.runtime.trigger(
            TriggerRequest(deployment: handle, runId: "r1", params: ["a": 1]))
        #expect(state.instanceId == "r1" && state.status == .running)
    }

    @Test("A start that is refused is told as it was refused, whatever a second question is answered")
    func refusedStart() async throws {
        let transport = AnsweringTransport { call in
            call.hasPrefix("POST")
                ? FakeAccount.error(429, 10013, "too many instances") : FakeAccount.error(403, 10000, "not allowed")
        }
        let deployment = try Self.deployment("d1", "a")
        let handle = DeploymentHandle(reference: deployment.reference, credentials: CloudflareFixture.credentials)
        let error = await #expect(throws: PluginFailure.self) {
            try await transport.runtime.trigger(TriggerRequest(deployment: handle, runId: "r1", params: [:]))
        }
        #expect(error?.message.contains("too many instances") == true)
    }
}
