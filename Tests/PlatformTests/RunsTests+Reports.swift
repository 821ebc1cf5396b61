import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing
import Values

@testable import Platform
@testable import PluginHost

// What providers report of runs.
extension RunsTests {
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

    @Test("A run that the provider started began when the provider says, and not in the future")
    func begins() async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let runs = installation.platform.runs
        let (workflow, connection) = try await installation.deployedWorkflow()
        let deployment = try await runs.trigger(caller, workflow, on: connection, params: [:]).deployment
        let begun = Timestamp.now.adding(milliseconds: -4_000)
        for (instance, time) in [("past", begun), ("future", begun.adding(milliseconds: 1 << 40))] {
            for (status, more) in [("queued", ["createdAt": .int(Int(time.milliseconds))]), ("complete", [:])]
                as [(String, JSONObject)]
            {
                var payload = more
                payload["deploymentId"] = .string(deployment.text)
                payload["instanceId"] = .string(instance)
                payload["status"] = .string(status)
                sink.yield(
                    PluginEvent(plugin: "fake", providers: ["here"], name: "run.changed", payload: .object(payload)))
            }
        }
        sink.finish()
        await installation.platform.listen()
        let known = try await runs.list(caller, of: workflow, PageRequest()).elements
        let past = try #require(known.first { $0.instance == "past" })
        #expect(past.createdAt == begun)
        #expect(try #require(past.finishedAt) - begun >= .seconds(4))
        let future = try #require(known.first { $0.instance == "future" })
        #expect(future.createdAt <= .now)
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
}
