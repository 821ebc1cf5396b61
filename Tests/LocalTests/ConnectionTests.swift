import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("One workflow on two connections", .timeLimit(.minutes(3)))
struct ConnectionTests {
    private static let waiting = LocalFixture.module(
        "const e = await step.waitForEvent(\"w\", { type: \"go\" }); return [env.STAGE, e.payload];")

    @Test("Each has its own service: what is done with one leaves the other alone")
    func apart() async throws {
        try await LocalFixture.with { fixture in
            let production = try await fixture.deploy(
                Self.waiting, id: "d1", environment: ["STAGE": "production"], connection: "production-1")
            try await production.trigger("r1")
            _ = try await production.until("r1") { $0.status == .waiting }
            let staging = try await fixture.deploy(
                Self.waiting, id: "d2", environment: ["STAGE": "staging"], connection: "staging-2")
            #expect(staging.service != production.service && staging.url != production.url)
            try await production.trigger("r2")
            try await staging.trigger("r2")
            try await staging.send("go", to: "r2", 1)
            #expect(try await staging.finished("r2").output == ["staging", 1])
            try await fixture.runtime.takedown(staging.handle)
            for run in ["r1", "r2"] {
                try await production.send("go", to: run, 2)
                #expect(try await production.finished(run).output == ["production", 2])
            }
        }
    }

    @Test("A later deploy keeps the name, and each calls what its own connection has")
    func calls() async throws {
        try await LocalFixture.with { fixture in
            for (connection, answer) in [("production-1", "p"), ("staging-2", "s")] {
                let callee = try await fixture.deploy(
                    LocalFixture.function("return new Response(\"\(answer)\");"), id: "callee-\(answer)",
                    workflow: "callee", kind: .script, connection: connection)
                let again = try await fixture.deploy(
                    LocalFixture.function("return new Response(\"\(answer)\");"), id: "callee2-\(answer)",
                    workflow: "callee", kind: .script, connection: connection)
                #expect(again.service == callee.service)
                let caller = try await fixture.deploy(
                    LocalFixture.function("return await env.SERVICE_CALLEE.fetch(request.url);"),
                    id: "caller-\(answer)",
                    workflow: "caller",
                    bindings: [
                        Binding(
                            type: "service", name: "SERVICE_CALLEE", settings: ["service": "a-program-callee"])
                    ], kind: .script, connection: connection)
                #expect(try await caller.ask().text == answer)
            }
        }
    }
}
