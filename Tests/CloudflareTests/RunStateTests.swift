import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("What the API tells of runs")
struct RunStateTests {
    @Test(
        "Statuses are mapped; a word that came later is unknown and is asked for again",
        arguments: [
            ("queued", RunStatus.queued), ("running", .running), ("waitingForPause", .running), ("paused", .paused),
            ("rollingBack", .running), ("waiting", .waiting), ("complete", .complete), ("errored", .errored),
            ("terminated", .terminated), ("hibernating", .unknown),
        ])
    func statuses(word: String, expected: RunStatus) { #expect(RunStatus(cloudflare: word) == expected) }
}

@Suite("Which node a step is of")
struct StepNodesTests {
    @Test("Names are found with their rounds, with what a helper adds, and with the number that the API adds")
    func names() {
        let source = """
            class W {
                const a: any = await step.do("Charge \\"card\\"", async () => {
            await step.do("not this one", 1);
                });
                await step.sleep(`Wait [${i}]`, 1000);
                const b: any = await step.do("Part - 2", async () => {
            """
        let artifact = Artifact(
            target: "cloudflare", kind: .workflow, fileName: "w.ts", className: "W", source: source,
            lineMap: [
                .init(line: 1, nodeId: nil), .init(line: 2, nodeId: "charge"),
                .init(line: 3, nodeId: "charge", field: "code", fieldLine: 1), .init(line: 4, nodeId: "charge"),
                .init(line: 5, nodeId: "wait"), .init(line: 6, nodeId: "part"),
            ], bindings: [], requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: [])
        let nodes = StepNodes(artifact)
        let found = [
            "Charge \"card\"", "Charge \"card\"-1", "Charge \"card\": status 3-1", "Wait [0]-1", "Wait [12]",
            "Part - 2-1",
            "not this one", "Elsewhere-1",
        ].map { nodes.node(of: $0) }
        #expect(found == ["charge", "charge", "charge", "wait", "wait", "part", nil, nil])
    }
}
