import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Secrets that change after a deploy", .timeLimit(.minutes(4)))
struct SecretUpdateTests {
    private static let program = """
        const before = await step.do("before", async () => env.TOKEN ?? null);
        await step.waitForEvent("e", { type: "go" });
        return [before, await step.do("after", async () => env.TOKEN ?? null), env.OTHER];
        """

    private func deployed(_ fixture: LocalFixture, config: JSONObject = [:]) async throws -> Deployed {
        try await fixture.deploy(
            LocalFixture.module(Self.program), environment: ["TOKEN": "the old one", "OTHER": "x"], secrets: ["TOKEN"],
            config: config)
    }

    private func update(
        _ deployed: Deployed, to value: String?, connection: String = "c1"
    ) async throws -> Bool {
        try await deployed.runtime.updateSecrets(
            SecretUpdate(
                deploymentId: "d1", reference: deployed.handle.reference,
                credentials: Credentials(connectionId: connection, values: [:]),
                changed: value.map { [EnvironmentVariable(name: "TOKEN", value: $0, isSecret: true)] } ?? [],
                removed: value == nil ? ["TOKEN"] : [])
        ).isUpdated
    }

    @Test("A run that waits has the new value when it goes on, and nothing else changes for it")
    func waiting() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await deployed(fixture)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            #expect(try await update(deployed, to: "the new one"))
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == ["the old one", "the new one", "x"])
            // Also after a restart, and for a run that begins then.
            try await deployed.trigger("r2")
            try await deployed.send("go", to: "r2")
            #expect(try await deployed.finished("r2").output == ["the new one", "the new one", "x"])
        }
    }

    @Test("A secret that was removed is none; a value that was changed twice is the last one")
    func removed() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await deployed(fixture)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            for value in ["second", "third", nil] { #expect(try await update(deployed, to: value)) }
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == ["the old one", nil, "x"])
            #expect(try await update(deployed, to: "again"))
            try await deployed.trigger("r2")
            try await deployed.send("go", to: "r2")
            #expect(try await deployed.finished("r2").output == ["again", "again", "x"])
        }
    }

    @Test("An attempt that is made after a wait has the new value, however busy its run was when it changed")
    func retried() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    return await step.do("refused", { retries: { limit: 2, delay: 500, backoff: "constant" } }, async () => {
                      await env.KV_GATE.put("begun", "yes");
                      while (!(await env.KV_GATE.get("open"))) await new Promise((done) => setTimeout(done, 10));
                      if (env.TOKEN === "revoked") throw new Error("refused");
                      return env.TOKEN;
                    });
                    """),
                environment: ["TOKEN": "revoked", "KV_GATE_BINDING_ID": "gate"],
                bindings: [.resource("kv_namespace", "KV_GATE")], secrets: ["TOKEN"])
            let gate = LocalResource(.keyValue, "gate", account: "c1")
            try await deployed.trigger("r1")
            try await eventually("the attempt has begun") {
                try await fixture.runtime.ask(gate, "get", ["key": "begun"]).body != nil
            }
            #expect(try await update(deployed, to: "valid"))
            _ = try await fixture.runtime.ask(gate, "put", ["key": "open"], body: Array("yes".utf8))
            #expect(try await deployed.finished("r1").output == "valid")
        }
    }

    @Test("A value that a run has kept is masked after it was changed or deleted")
    func former() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    const kept = await step.do("keep", async () => env.TOKEN);
                    await step.waitForEvent("e", { type: "go" });
                    await step.do("print", { retries: { limit: 0, delay: 1 } }, async () => {
                      console.log("has " + kept);
                      throw new Error("refused " + kept);
                    });
                    """), environment: ["TOKEN": "former-value"], secrets: ["TOKEN"])
            for (id, value) in [("changed", "another-value"), ("deleted", nil)] {
                try await deployed.trigger(id)
                _ = try await deployed.until(id) { $0.status == .waiting }
                #expect(try await update(deployed, to: value))
                try await deployed.send("go", to: id)
                let error = try await deployed.finished(id).error
                #expect(error?.message.contains("refused ***") == true, "\(error?.message ?? "")")
                #expect(try await deployed.logs(id).map(\.text).contains("has ***"))
            }
            #expect(!fixture.recorder.lines.contains { $0.contains("former-value") || $0.contains("another-value") })
        }
    }

    @Test("An attempt that runs ends with the old value; what begins meanwhile has the new one")
    func busy() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    if (event.payload.quick) return env.TOKEN;
                    return await step.do("slow", async () => {
                      await env.KV_GATE.put("begun", "yes");
                      while (!(await env.KV_GATE.get("open"))) await new Promise((done) => setTimeout(done, 10));
                      return env.TOKEN;
                    });
                    """),
                environment: ["TOKEN": "old", "KV_GATE_BINDING_ID": "gate"],
                bindings: [.resource("kv_namespace", "KV_GATE")], secrets: ["TOKEN"])
            let gate = LocalResource(.keyValue, "gate", account: "c1")
            try await deployed.trigger("slow")
            try await eventually("the attempt has begun") {
                try await fixture.runtime.ask(gate, "get", ["key": "begun"]).body != nil
            }
            #expect(try await update(deployed, to: "new"))
            #expect(try await deployed.result("quick", params: ["quick": true]).output == "new")
            #expect(try await deployed.state("slow").status == .running)
            _ = try await fixture.runtime.ask(gate, "put", ["key": "open"], body: Array("yes".utf8))
            #expect(try await deployed.finished("slow").output == "old")
        }
    }

    @Test("A deployment that keeps its secrets, and one of another connection, are unchanged")
    func kept() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await deployed(fixture, config: ["keepSecrets": true])
            #expect(try await update(deployed, to: "the new one") == false)
            try await deployed.trigger("r1")
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == ["the old one", "the old one", "x"])
        }
        try await LocalFixture.with { fixture in
            let deployed = try await deployed(fixture)
            await #expect(throws: PluginFailure.self) { try await update(deployed, to: "stolen", connection: "c2") }
        }
    }
}
