import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("A run that is begun again from a step", .timeLimit(.minutes(3)))
struct RestartFromTests {
    private func restart(_ id: String, from step: StepReference, _ deployed: Deployed) async throws -> RunState {
        _ = try await deployed.runtime.control(
            InstanceRequest(deployment: deployed.handle, instanceId: id, action: .restart, from: step))
        return try await deployed.finished(id)
    }

    /// Each step returns something new whenever it really runs.
    private static let program = """
        const first = await step.do("first", async () => crypto.randomUUID());
        const rounds = [];
        for (let round = 0; round < 3; round++) {
          rounds.push(await step.do("round", async () => crypto.randomUUID()));
          await step.sleep("pause", 1);
        }
        const large = await step.do("large", async () => crypto.randomUUID().padEnd(20000, "x"));
        const last = await step.do("last", async () => crypto.randomUUID());
        return { first, rounds, large: large.slice(0, 36), last };
        """

    @Test("Steps before it keep their results; it and those after it run again, in the round that is named")
    func results() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            let before = try #require(try await deployed.result().output)
            let steps = try await deployed.steps("r1").map(\.name)
            func rounds(_ output: JSONValue?) -> [String?] { output?["rounds"]?.array?.map(\.string) ?? [] }

            let second = try #require(
                try await restart("r1", from: StepReference(name: "round", count: 2), deployed).output)
            #expect(second["first"] == before["first"] && rounds(second)[0] == rounds(before)[0])
            for place in 1...2 { #expect(rounds(second)[place] != rounds(before)[place]) }
            #expect(second["large"] != before["large"] && second["last"] != before["last"])
            #expect(try await deployed.steps("r1").map(\.name) == steps)

            let last = try #require(try await restart("r1", from: StepReference(name: "last"), deployed).output)
            #expect(last["large"] == second["large"] && rounds(last) == rounds(second))
            #expect(last["last"] != second["last"])

            let sleep = try #require(
                try await restart("r1", from: StepReference(name: "pause", count: 3), deployed).output)
            #expect(rounds(sleep) == rounds(last) && sleep["large"] != last["large"])

            let all = try #require(try await restart("r1", from: StepReference(name: "first"), deployed).output)
            #expect(all["first"] != before["first"])
        }
    }

    @Test("A failed run goes on from its failed step; a step in another runs again with that one")
    func failed() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const kept = await step.do("kept", async () => crypto.randomUUID());
                    const outer = await step.do("outer", async () => {
                      const inner = await step.do("inner", async () => crypto.randomUUID());
                      return { inner, outer: crypto.randomUUID() };
                    });
                    await step.do("fails once", { retries: { limit: 0, delay: 1 } }, async () => {
                      const failures = ((globalThis as any).failures ??= new Set());
                      if (failures.has(event.instanceId)) return;
                      failures.add(event.instanceId);
                      throw new Error("no");
                    });
                    return { kept, ...outer };
                    """)
            #expect(try await deployed.result().status == .errored)
            let first = try await restart("r1", from: StepReference(name: "fails once"), deployed)
            #expect(first.status == .complete && first.error == nil)
            let inner = try await restart("r1", from: StepReference(name: "inner"), deployed)
            #expect(inner.output?["kept"] == first.output?["kept"])
            #expect(inner.output?["inner"] != first.output?["inner"])
            #expect(inner.output?["outer"] != first.output?["outer"])
        }
    }

    @Test("An unknown step, or a round that there was not, is refused, and the run is as it was")
    func unknown() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            let before = try await deployed.result()
            for step in [
                StepReference(name: "none"), StepReference(name: "round", count: 4),
                StepReference(name: "round", count: 0),
            ] {
                await #expect(throws: PluginFailure.self) { try await restart("r1", from: step, deployed) }
            }
            #expect(try await deployed.state("r1").output == before.output)
        }
    }

    @Test("What the journal has of a restart survives another start of the runtime")
    func durability() async throws {
        let folder = try TemporaryFolder()
        let (deployed, before) = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const a = await step.do("a", async () => crypto.randomUUID());
                    await step.waitForEvent("w", { type: "go" });
                    return a;
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1")
            let before = try await deployed.finished("r1").output
            _ = try await deployed.runtime.control(
                InstanceRequest(
                    deployment: deployed.handle, instanceId: "r1", action: .restart, from: StepReference(name: "w")))
            return (deployed, before)
        }
        try await LocalFixture.with(folder: folder) { fixture in
            let deployed = deployed.at(fixture.runtime)
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == before)
        }
    }
}
