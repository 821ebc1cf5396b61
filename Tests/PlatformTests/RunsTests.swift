import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform
@testable import PluginHost

@Suite(.timeLimit(.minutes(10))) struct RunsTests {
    @Test("A run is known under its id, and asked about until it has ended")
    func lifecycle() async throws {
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

    @Test(
        "A run that its provider refuses to start is not listed",
        arguments: [
            PluginFailure(code: "here.down", message: "It is down."),
            PluginFailure(code: "here.limit", message: "Too many.", fault: .limit, retryAfter: 1),
            PluginFailure(code: "storage.full", message: "The disk is full."),
        ])
    func refusedStart(failure: PluginFailure) async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            installation.provider.behave { $0.triggerFailure = failure }
            await #expect {
                try await runs.trigger(caller, workflow, on: connection, params: [:])
            } throws: {
                let error = $0 as? PlatformError
                return error?.code == failure.code && (failure.code != "storage.full" || error?.kind == .storageFull)
            }
            #expect(try await runs.list(caller, of: workflow, PageRequest()).elements.isEmpty)
        }
    }

    @Test(
        "A run whose start was not answered stays queued, and becomes what its provider knows of it",
        arguments: [true, false])
    func unansweredStart(hasBegun: Bool) async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            installation.provider.behave {
                $0.triggerFailure = PluginFailure(code: "plugin.timeout", message: "No answer.", retryable: true)
            }
            await #expect {
                try await runs.trigger(caller, workflow, on: connection, params: [:])
            } throws: { ($0 as? PlatformError)?.code == "plugin.timeout" }
            let listed = try await runs.list(caller, of: workflow, PageRequest()).elements
            #expect(listed.map(\.status) == [.queued])
            let run = try #require(listed.first)
            installation.provider.behave {
                if hasBegun {
                    $0.changes = [
                        RunChange(
                            deploymentId: run.deployment.text,
                            state: RunState(instanceId: run.instance, status: .complete, output: 7), createdAt: 1_000,
                            endedAt: 1_500)
                    ]
                } else {
                    $0.unknown = [run.instance]
                }
            }
            await installation.platform.catchUp()
            let now = try await runs.list(caller, of: workflow, PageRequest()).elements
            #expect(now.map(\.status) == (hasBegun ? [.complete] : []))
        }
    }

    @Test("A refused repetition of a request leaves the run that the first one has started")
    func refusedRepetition() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let request = RepeatableRequest(text: "key")
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:], request: request)
            installation.provider.behave {
                $0.triggerFailure = PluginFailure(code: "here.limit", message: "Too many.", fault: .limit)
            }
            await #expect {
                try await runs.trigger(caller, workflow, on: connection, params: [:], request: request)
            } throws: { ($0 as? PlatformError)?.code == "here.limit" }
            #expect(try await runs.list(caller, of: workflow, PageRequest()).elements.map(\.id) == [run.id])
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

    func second(_ installation: Installation) async throws -> DeploymentID {
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
