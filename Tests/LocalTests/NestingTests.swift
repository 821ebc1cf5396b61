import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Workflows that start one another", .timeLimit(.minutes(3)))
struct NestingTests {
    @Test("Runs nested more than 32 deep are stopped at once, whatever they pass on, and others start as before")
    func deepRecursionIsStopped() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    console.log("level");
                    await step.do("start", { retries: { limit: 3, delay: 0 } }, async () => {
                      await env.WORKFLOW.create({ id: `${event.instanceId}x`, params: {} });
                    });
                    """), bindings: [Binding(type: "workflow", name: "WORKFLOW", settings: ["className": "Program"])])
            try await deployed.trigger("r")
            let deepest = "r" + String(repeating: "x", count: 32)
            try await eventually("run \(deepest) is errored") {
                fixture.recorder.statuses(of: deepest).contains(.errored)
            }
            let state = try await deployed.state(deepest)
            #expect(state.error?.name == "NestingLimitExceeded")
            #expect(state.error?.message.contains("32") == true)
            #expect(try await deployed.steps(deepest).first?.attempts == 1)
            #expect(fixture.recorder.count("level") == 33)
        }
    }

    @Test("The error of the deepest run reaches the first one, each parent as soon as its child has ended")
    func deepestErrorReachesTheFirstRun() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(30) }) { fixture in
            var program = EmittedProgram()
            let call = program.call(
                "call",
                .subWorkflow(
                    workflow: "a-program-w1", className: "Program", input: nil, waits: true, timeout: 600_000))
            let source = try program.source(call)
            let name = try #require(source.firstMatch(of: /env\.(WORKFLOW_\w+)/)).output.1
            let own = Binding(type: "workflow", name: String(name), settings: [:])
            let deployed = try await fixture.deploy(source, bindings: [own])
            let state = try await deployed.result("r")
            #expect(state.error?.name == "NestingLimitExceeded", "\(String(describing: state.error))")
        }
    }

    @Test("The depth goes along through a function that a run asks by a service binding")
    func depthPassesThroughFunctions() async throws {
        try await LocalFixture.with { fixture in
            let workflow = try await fixture.deploy(run: "return 1;")
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    try {
                      await env.WORKFLOW_W.create({ id: `${await request.text()}x` });
                      return new Response("started");
                    } catch (error: any) {
                      return new Response(`${error.name}: ${error.message}`, { status: 500 });
                    }
                    """), id: "d2", workflow: "w2",
                bindings: [
                    Binding(type: "workflow", name: "WORKFLOW_W", settings: ["service": .string(workflow.service)])
                ],
                kind: .script)
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    await step.do("ask", { retries: { limit: 0, delay: 0 } }, async () => {
                      const answer = await env.SERVICE_F.fetch("https://f/", { method: "POST", body: event.instanceId });
                      if (!answer.ok) throw new Error(await answer.text());
                    });
                    """), id: "d3", workflow: "w1",
                bindings: [
                    Binding(type: "service", name: "SERVICE_F", settings: ["service": .string(function.service)])
                ])
            try await deployed.trigger("r")
            let deepest = "r" + String(repeating: "x", count: 32)
            try await eventually("run \(deepest) is errored") {
                fixture.recorder.statuses(of: deepest).contains(.errored)
            }
            #expect(try await deployed.state(deepest).error?.message.contains("NestingLimitExceeded") == true)
        }
    }
}
