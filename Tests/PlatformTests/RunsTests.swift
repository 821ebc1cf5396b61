import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform
@testable import PluginHost

@Suite(.timeLimit(.minutes(10))) struct RunsTests {
    @Test("A run is known under its id, and asked about until it has ended")
    func life() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: ["order": 1])
            #expect(run.status == .queued)
            #expect(run.instance == run.id.text)
            #expect(try await runs.get(caller, of: workflow, run.id).status == .running)
            installation.provider.behave {
                $0.runState = .complete
                $0.output = ["total": 130]
            }
            let ended = try await runs.get(caller, of: workflow, run.id)
            #expect(ended.status == .complete)
            #expect(ended.output == ["total": 130])
            #expect(ended.params == ["order": 1])
            #expect(ended.finishedAt != nil)
            let calls = installation.provider.calls.count
            _ = try await runs.get(caller, of: workflow, run.id)
            #expect(installation.provider.calls.count == calls)
        }
    }

    @Test(
        "What became of a run while its provider was answering is newer than the answer, unless that is an end",
        arguments: [
            (answer: RunStatus.running, newer: RunStatus.paused, kept: RunStatus.paused),
            (answer: .paused, newer: .running, kept: .running), (answer: .running, newer: .complete, kept: .complete),
            (answer: .errored, newer: .complete, kept: .complete), (answer: .complete, newer: .paused, kept: .complete),
        ])
    func staleAnswer(answer: RunStatus, newer: RunStatus, kept: RunStatus) async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (runs, provider) = (installation.platform.runs, installation.provider)
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let report = ReportedRun(
                deployment: run.deployment, state: RunState(instanceId: run.instance, status: newer))
            provider.behave {
                $0.runState = answer
                $0.duringRun = {
                    do { try await runs.note([report]) } catch { Issue.record(error) }
                    provider.behave { $0.duringRun = {} }
                }
            }
            #expect(try await runs.get(caller, of: workflow, run.id).status == kept)
            #expect(try await runs.list(caller, PageRequest()).elements.map(\.status) == [kept])
        }
    }

    @Test("Params of the largest size are accepted, and of one byte more refused")
    func largestParams() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let largest: JSONValue = ["x": .string(String(repeating: "x", count: 102_400 - #"{"x":""}"#.utf8.count))]
            #expect(largest.bytes.count == 102_400)
            let run = try await runs.trigger(caller, workflow, on: connection, params: largest)
            #expect(try await runs.get(caller, of: workflow, run.id).params == largest)
            // Of two bytes in UTF-8: it is bytes that are counted.
            for more in [String(repeating: "x", count: 102_400), String(repeating: "ü", count: 51_200)] {
                await #expect {
                    try await runs.trigger(caller, workflow, on: connection, params: ["x": .string(more)])
                } throws: { ($0 as? PlatformError)?.code == "trigger.paramsTooLarge" }
            }
            let overByOne = JSONValue.string(String(repeating: "x", count: 102_399))
            #expect(overByOne.bytes.count == 102_401)
            await #expect {
                try await runs.trigger(caller, workflow, on: connection, params: overByOne)
            } throws: { ($0 as? PlatformError)?.code == "trigger.paramsTooLarge" }
        }
    }

    @Test("A run that cannot be started has failed, and says why")
    func failure() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            installation.provider.behave {
                $0.triggerFailure = PluginFailure(code: "here.down", message: "It is down.")
            }
            await #expect {
                try await runs.trigger(caller, workflow, on: connection, params: [:])
            } throws: { ($0 as? PlatformError)?.code == "here.down" }
            let kept = try await runs.list(caller, of: workflow, PageRequest()).elements
            #expect(kept.map(\.status) == [.errored])
            #expect(kept.first?.error?.message == "It is down.")
        }
    }

    @Test("A function has no runs, and what is not deployed cannot run")
    func refused() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let connection = try await installation.connection().id
            let workflows = installation.platform.workflows
            let script = try await workflows.create(caller, NewWorkflow(name: "F", kind: .script)).workflow.id
            let draft = try await workflows.create(caller, NewWorkflow(name: "W")).workflow.id
            for (workflow, code) in [(script, "workflow.functionHasNoRuns"), (draft, "workflow.notDeployed")] {
                await #expect {
                    try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
                } throws: { ($0 as? PlatformError)?.code == code }
            }
        }
    }

    @Test("What a provider tells is taken over, and nothing older comes after the end")
    func events() async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let runs = installation.platform.runs
        let (workflow, connection) = try await installation.deployedWorkflow()
        let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
        func tell(_ instance: String, _ status: RunStatus, _ more: JSONObject = [:]) {
            var payload = more
            payload["deploymentId"] = .string(run.deployment.text)
            payload["instanceId"] = .string(instance)
            payload["status"] = .string(status.rawValue)
            sink.yield(PluginEvent(plugin: "fake", providers: ["here"], name: "run.changed", payload: .object(payload)))
        }
        tell(run.instance, .errored, ["error": ["name": "Error", "message": "no", "nodeId": "first"]])
        tell(run.instance, .running)
        sink.yield(
            PluginEvent(plugin: "fake", providers: ["here"], name: "run.changed", payload: ["status": "running"]))
        tell("by-request", .complete, ["output": 7])
        sink.finish()
        await installation.platform.listen()
        let known = try await runs.list(caller, of: workflow, PageRequest()).elements
        #expect(Set(known.map(\.instance)) == [run.instance, "by-request"])
        let ended = try await runs.get(caller, of: workflow, run.id)
        #expect(ended.status == .errored)
        #expect(ended.error == RunFailure(name: "Error", message: "no", nodeId: "first"))
    }

    @Test(
        "A run is accepted in one transaction, and what is told of many runs at a time goes into few",
        .enabled(if: TestStorage.chosen == .sqlite))
    func transactions() async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let runs = installation.platform.runs
        let (workflow, connection) = try await installation.deployedWorkflow()
        var started: [Run] = []
        for _ in 0..<40 {
            let before = try #require(installation.storage.revision)
            started.append(try await runs.trigger(caller, workflow, on: connection, params: [:]))
            #expect(installation.storage.revision == before + 1)
        }
        for run in started {
            for status in [RunStatus.queued, .running, .waiting, .running, .complete] {
                sink.yield(
                    PluginEvent(
                        plugin: "fake", providers: ["here"], name: "run.changed",
                        payload: [
                            "deploymentId": .string(run.deployment.text), "instanceId": .string(run.instance),
                            "status": .string(status.rawValue),
                        ]))
            }
        }
        sink.finish()
        let before = try #require(installation.storage.revision)
        await installation.platform.listen()
        // 200 events.
        #expect(try #require(installation.storage.revision) - before <= 20)
        let list = try await runs.list(caller, of: workflow, PageRequest(limit: 100)).elements
        #expect(list.count == 40 && list.allSatisfy { $0.status == .complete })
    }

    @Test(
        "A plugin is not believed about deployments of another one's provider, whatever its id is",
        arguments: ["stranger", "fake"])
    func foreignReport(plugin: String) async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let (workflow, connection) = try await installation.deployedWorkflow()
        let run = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
        for instance in [run.instance, "invented"] {
            sink.yield(
                PluginEvent(
                    plugin: plugin, providers: ["elsewhere"], name: "run.changed",
                    payload: [
                        "deploymentId": .string(run.deployment.text), "instanceId": .string(instance),
                        "status": "complete",
                    ]))
        }
        sink.finish()
        await installation.platform.listen()
        let known = try await installation.platform.runs.list(caller, of: workflow, PageRequest()).elements
        #expect(known.map(\.instance) == [run.instance] && known.first?.status == .queued)
    }

    @Test("A report that cannot be kept takes none of the others with it")
    func reportOfNothing() async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let (workflow, connection) = try await installation.deployedWorkflow()
        let runs = installation.platform.runs
        let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
        let restarted = try await runs.trigger(caller, workflow, on: connection, params: [:])
        _ = try await runs.restart(caller, of: workflow, restarted.id)
        // Its end is asked for, and the provider does not answer.
        _ = try await installation.storage.transaction {
            try $0.execute("UPDATE runs SET instance_id = 'unknown' WHERE id = $1", [restarted.id])
        }
        for instance in ["unknown", run.instance] {
            sink.yield(
                PluginEvent(
                    plugin: "fake", providers: ["here"], name: "run.changed",
                    payload: [
                        "deploymentId": .string(run.deployment.text), "instanceId": .string(instance),
                        "status": "complete",
                    ]))
        }
        sink.finish()
        await installation.platform.listen()
        #expect(try await runs.get(caller, of: workflow, run.id).status == .complete)
    }

    @Test(
        "A trigger that is repeated as the same request finds the run that it has started; another one starts another")
    func repeatedRequest() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let (other, _) = try await installation.deployedWorkflow()
            func trigger(_ workflow: WorkflowID, _ request: String) async throws -> Run {
                try await runs.trigger(
                    caller, workflow, on: connection, params: ["a": 1], request: RepeatableRequest(text: request))
            }
            let first = try await trigger(workflow, "one")
            #expect(first.instance == first.id.text)
            try await runs.note([
                ReportedRun(
                    deployment: first.deployment, state: RunState(instanceId: first.instance, status: .complete))
            ])
            let again = try await trigger(workflow, "one")
            #expect(again.id == first.id && again.status == .complete)
            #expect(try await trigger(workflow, "two").id != first.id)
            #expect(try await trigger(other, "one").id != first.id)
            #expect(try await runs.list(caller, of: workflow, PageRequest()).elements.count == 2)
        }
    }

    @Test("A run that the service started has its instance's id and params, and is found by either id")
    func startedByService() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let other = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let instance = RunID.make().text
            let told: [(String, JSONValue)] = [
                (instance, ["a": 1] as JSONValue), ("order-17", ["a": 2] as JSONValue),
                (other.id.text, ["a": 3] as JSONValue),
            ]
            for (id, params) in told {
                let deployment = id == other.id.text ? try await second(installation) : other.deployment
                let state = RunState(instanceId: id, status: .complete, params: params)
                try await runs.note([ReportedRun(deployment: deployment, state: state)])
            }
            let found = try await runs.get(caller, of: workflow, RunID(instance))
            #expect(found.id.text == instance)
            #expect(found.params == ["a": 1])
            let named = try await runs.get(caller, of: workflow, RunID("order-17"))
            #expect(named.params == ["a": 2])
            #expect(named.instance == "order-17" && named.id.text != "order-17")
            #expect(try await runs.get(caller, of: workflow, named.id).instance == "order-17")
            let record = try await runs.record(caller, of: workflow, RunID("order-17"))
            #expect(try await runs.steps(of: record, StepSelection(limit: 10)).count == 1)
            // An instance of another service under the id of a run here takes nothing over.
            #expect(try await runs.get(caller, of: workflow, other.id).params == [:])
        }
    }

    private func second(_ installation: Installation) async throws -> DeploymentID {
        let (workflow, _) = try await installation.deployedWorkflow()
        let caller = try await installation.owner()
        let deployments = try await installation.platform.deployments.list(caller, of: workflow, PageRequest())
        return try #require(deployments.elements.first?.id)
    }

    @Test("A run that nobody told of is looked up at the provider by its instance's id")
    func lookedUp() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, _) = try await installation.deployedWorkflow()
            installation.provider.behave {
                $0.ownInstances = ["by-webhook"]
                $0.runParams = ["order": 5]
            }
            let run = try await runs.get(caller, of: workflow, RunID("by-webhook"))
            #expect(run.params == ["order": 5])
            #expect(try await runs.list(caller, of: workflow, PageRequest()).elements.map(\.id) == [run.id])
            await #expect {
                try await runs.get(caller, of: workflow, RunID("unknown"))
            } throws: { ($0 as? PlatformError)?.code == "run.notFound" }
        }
    }

    @Test("A run that was told of before its provider answered is one run")
    func toldEarly() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let deployments = try await installation.platform.deployments.list(caller, of: workflow, PageRequest())
            let deployment = try #require(deployments.elements.first?.id)
            installation.provider.behave { $0.instanceID = "chosen" }
            let told = RunState(instanceId: "chosen", status: .complete, output: 1)
            try await runs.note([ReportedRun(deployment: deployment, state: told)])
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            #expect(run.instance == "chosen")
            #expect(run.status == .complete)
            #expect(try await runs.list(caller, PageRequest()).elements.map(\.id) == [run.id])
        }
    }
}
