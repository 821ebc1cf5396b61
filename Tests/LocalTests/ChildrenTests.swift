import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Children of a run that is terminated", .timeLimit(.minutes(3)))
struct ChildrenTests {
    /// Starts a run of itself under an id, and one of that, and waits.
    private static let program = """
        const { id, depth } = event.payload;
        if (depth > 0) {
          await step.do("start", async () => {
            await env.WORKFLOW.create({ id: `${id}-child`, params: { id: `${id}-child`, depth: depth - 1 } });
          });
        }
        await step.waitForEvent("wait", { type: "go", timeout: "1 day" });
        return "done";
        """
    private static let family = ["a", "a-child", "a-child-child"]

    private func deploy(_ fixture: LocalFixture) async throws -> Deployed {
        try await fixture.deploy(
            LocalFixture.module(Self.program),
            bindings: [Binding(type: "workflow", name: "WORKFLOW", settings: ["className": "Program"])])
    }

    private func start(_ deployed: Deployed) async throws {
        try await deployed.trigger("a", params: ["id": "a", "depth": 2])
        try await deployed.trigger("other", params: ["id": "other", "depth": 0])
        for id in Self.family + ["other"] {
            try await eventually("the run \(id) waits") { (try? await deployed.state(id))?.status == .waiting }
        }
    }

    @Test(
        "By default they go on; with the setting they are terminated, with theirs, and no others",
        arguments: ["leave", "terminate"])
    func setting(value: String) async throws {
        try await LocalFixture.with(settings: ["CHILDREN": value]) { fixture in
            let deployed = try await deploy(fixture)
            try await start(deployed)
            try await deployed.control("a", .terminate)
            for id in Self.family.dropFirst() {
                let expected: RunStatus = value == "leave" ? .waiting : .terminated
                #expect(try await deployed.state(id).status == expected, "\(id)")
            }
            #expect(try await deployed.state("other").status == .waiting)
        }
    }

    @Test("Children of runs that were terminated are, at the latest, at the next start")
    func nextStart() async throws {
        let folder = try TemporaryFolder()
        let deployed = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await deploy(fixture)
            try await start(deployed)
            try await deployed.control("a", .terminate)
            return deployed
        }
        try await LocalFixture.with(folder: folder, settings: ["CHILDREN": "terminate"]) { fixture in
            let deployed = deployed.at(fixture.runtime)
            for id in Self.family { _ = try await deployed.until(id) { $0.status == .terminated } }
            #expect(try await deployed.state("other").status == .waiting)
        }
    }
}
