import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("What a run waits for", .timeLimit(.minutes(3)))
struct WaitingForTests {
    private func wait(_ body: String, _ check: (RunWait?, Deployed) async throws -> Void) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: body)
            try await deployed.trigger("r1")
            let state = try await deployed.until("r1") { $0.status == .waiting }
            try await check(state.waitingFor, deployed)
        }
    }

    @Test("An event, with its type and when it is no longer waited for")
    func event() async throws {
        try await wait("await step.waitForEvent(\"w\", { type: \"go\", timeout: \"1 hour\" });") { wait, deployed in
            let step = try #require(try await deployed.steps("r1").first)
            #expect(wait == .event("go", step: "w", until: step.startedAt + 3_600_000))
        }
    }

    @Test("A sleep, with its end; of several what ends first")
    func sleep() async throws {
        try await wait("await Promise.all([step.sleep(\"long\", \"2 hours\"), step.sleep(\"s\", \"1 hour\")]);") {
            wait, deployed in
            #expect(wait?.kind == .sleep)
            #expect(wait?.step == "s")
            let step = try #require(try await deployed.steps("r1").first { $0.name == "s" })
            #expect(wait?.until == step.startedAt + 3_600_000)
        }
    }

    @Test("The next attempt, with how many have failed, of how many, and when it begins")
    func retry() async throws {
        let body = "await step.do(\"a\", { retries: { limit: 4, delay: \"1 hour\" } }, async () => { throw 1; });"
        try await wait(body) { wait, _ in
            #expect(wait?.kind == .retry)
            #expect(wait?.attempt == 1)
            #expect(wait?.attempts == 5)
            #expect(wait?.nextAttemptAt != nil)
        }
    }

    @Test("Another run, by its id, of a sub-workflow that is waited for")
    func child() async throws {
        try await LocalFixture.with { fixture in
            let child = try await fixture.deploy(
                LocalFixture.module("await step.sleep(\"s\", \"1 hour\");"), id: "d1", workflow: "w1")
            var program = EmittedProgram()
            let call = program.call(
                "call",
                .subWorkflow(workflow: child.service, className: "Program", input: nil, waits: true, timeout: 3_600_000)
            )
            let source = try program.source(call)
            let name = try #require(source.firstMatch(of: /env\.(WORKFLOW_\w+)/)).output.1
            let parent = try await fixture.deploy(
                source, id: "d2", workflow: "w2",
                bindings: [
                    Binding(type: "workflow", name: String(name), settings: ["service": .string(child.service)])
                ])
            try await parent.trigger("r1")
            let state = try await parent.until("r1") { $0.waitingFor?.kind == .child }
            let id = try #require(state.waitingFor?.instanceId)
            #expect(try await child.state(id).status == .waiting)
            try await child.control(id, .terminate)
            let end = try await parent.finished("r1")
            #expect(end.status == .errored)
            #expect(end.error?.message.contains("terminated") == true)
        }
    }

    @Test("A run that does not wait, and one that is over, say nothing")
    func nothing() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: "return 1;")
            #expect(try await deployed.result().waitingFor == nil)
        }
    }
}
