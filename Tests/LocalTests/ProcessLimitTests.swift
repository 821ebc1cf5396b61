import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Limits of processes and of queued runs", .timeLimit(.minutes(3)))
struct ProcessLimitTests {
    /// Runs for a while if it is to hold its process.
    private static let program = """
        await step.do("a", async () => {
          console.log("begun");
          if (event.payload.hold) await new Promise((done) => setTimeout(done, event.payload.hold));
        });
        return 1;
        """

    private func count(_ limit: String, _ fixture: LocalFixture) async throws -> Double {
        let metric = try await fixture.runtime.metrics().first { $0.name == "limited" }
        return metric?.samples.first { $0.labels["limit"] == limit }?.value ?? 0
    }

    @Test("While all processes are busy runs wait for one and deploys are refused; an idle one ends for another")
    func processes() async throws {
        try await LocalFixture.with(settings: ["PROCESSES": "1"]) { fixture in
            let first = try await fixture.deploy(LocalFixture.module(Self.program), id: "d1", workflow: "w1")
            // The first has nothing to do.
            let second = try await fixture.deploy(LocalFixture.module(Self.program), id: "d2", workflow: "w2")
            #expect(await fixture.runtime.processIds.count <= 1)
            try await first.trigger("long", params: ["hold": 8_000])
            try await eventually("the step runs") { fixture.recorder.count("begun") == 1 }
            await #expect(throws: PluginFailure.self) {
                try await fixture.deploy(LocalFixture.module(Self.program), id: "d3", workflow: "w3")
            }
            try await second.trigger("waits")
            try await eventually("it is refused a process") { try await count("processes", fixture) > 1 }
            #expect(await fixture.runtime.processKeys() == ["d1"])
            #expect(fixture.recorder.lines.contains { $0.contains("MILLRACE_LOCAL_PROCESSES") })
            #expect(try await second.finished("waits").output == 1)
            #expect(try await first.finished("long").output == 1)
        }
    }

    @Test("A deployment has no more processes than it may, one for each of its former secrets")
    func deployment() async throws {
        try await LocalFixture.with(settings: ["DEPLOYMENT_PROCESSES": "2"]) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r1", params: ["hold": 600_000])
            try await eventually("the step runs") { fixture.recorder.count("begun") == 1 }
            let record = try #require(try await fixture.runtime.journal.deployment("d1"))
            try await fixture.runtime.startBusy(record, "x")
            do {
                try await fixture.runtime.startBusy(record, "y")
                Issue.record("it is not refused")
            } catch let failure as PluginFailure {
                #expect(failure.code == "local.processes" && failure.retryable)
                #expect(failure.message.contains("MILLRACE_LOCAL_DEPLOYMENT_PROCESSES"))
            }
            #expect(await fixture.runtime.processKeys(of: "d1").count == 2)
            #expect(try await count("processes", fixture) == 1)
        }
    }

    @Test("Triggers beyond the limit of queued runs are refused, and nothing is stored of them")
    func queued() async throws {
        try await LocalFixture.with(settings: ["QUEUED": "3"], configure: { $0.liveInstances = 1 }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r0", params: ["hold": 8_000])
            try await eventually("the step runs") { fixture.recorder.count("begun") == 1 }
            for number in 1...3 { try await deployed.trigger("r\(number)") }
            do {
                try await deployed.trigger("r4")
                Issue.record("it is not refused")
            } catch let failure as PluginFailure {
                #expect(failure.code == "local.runs.queued" && failure.fault?.rawValue == "limit")
                #expect(failure.retryAfter != nil)
                #expect(failure.message.contains("MILLRACE_LOCAL_QUEUED"))
            }
            #expect(try await count("runs.queued", fixture) == 1)
            let refused = try await fixture.runtime.journal.instance(InstanceID(service: deployed.service, name: "r4"))
            #expect(refused == nil)
            // One that there is already is no further run.
            try await deployed.trigger("r3")
            for number in 0...3 { #expect(try await deployed.finished("r\(number)").output == 1) }
            try await deployed.trigger("r4")
            #expect(try await deployed.finished("r4").output == 1)
        }
    }

    @Test("Runs that were let in count until they are counted again")
    func counting() {
        var queued = QueuedRuns()
        #expect(queued.isUnknown("d", more: 1, limit: 10, at: .zero))
        let begin = queued.beginCount(of: "d")
        let admitted1 = queued.admit(2, of: "d", limit: 10, at: .zero)
        #expect(admitted1)
        queued.counted(5, of: "d", since: begin)
        #expect(!queued.isUnknown("d", more: 3, limit: 10, at: .zero))
        let admitted2 = queued.admit(3, of: "d", limit: 10, at: .zero)
        #expect(admitted2)
        // It may have become less.
        #expect(queued.isUnknown("d", more: 1, limit: 10, at: .zero))
        let admitted3 = queued.admit(1, of: "d", limit: 10, at: .zero)
        #expect(!admitted3)
        #expect(!queued.isUnknown("d", more: 1, limit: 10, at: .milliseconds(199)))
        #expect(queued.isUnknown("d", more: 1, limit: 10, at: .milliseconds(200)))
        queued.counted(0, of: "d", since: queued.beginCount(of: "d"))
        let admitted4 = queued.admit(10, of: "d", limit: 10, at: .zero)
        let admitted5 = queued.admit(1, of: "d", limit: 10, at: .zero)
        #expect(admitted4 && !admitted5)
    }
}

extension LocalRuntime {
    /// What the processes run, those of a deployment or all.
    fileprivate func processKeys(of deploymentId: String? = nil) -> [String] {
        deploymentId.map { workers.table.keys(of: $0) } ?? workers.table.keys
    }

    /// Starts a process of a deployment that is busy from its start.
    func startBusy(_ deployment: LocalDeployment, _ name: String) throws {
        var deployment = deployment
        deployment.dedicatedWorker = name
        try workers.start(deployment)
        workers[deployment.worker]?.runs.insert(0)
    }
}
