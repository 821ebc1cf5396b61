import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Testing

@testable import Platform

@Suite("What a plugin finds wrong with its node's configuration", .timeLimit(.minutes(10)))
struct NodeConfigCheckTests {
    @Test(
        "A value that is not among the options that the plugin lists is refused; an expression is known later",
        arguments: [
            ("depot-anywhere", []), ("elsewhere", ["/nodes/0/data/depot"]), ("{{trigger.depot}}", []), ("", []),
        ] as [(String, [String])])
    func options(value: String, pointers: [String]) async throws {
        let node = NodeDefinition(
            id: "parcel", name: "Parcel", version: "1.0.0", description: "", category: "Tests",
            configSchema: [ConfigField("depot", .select, label: "Depot")], providers: ["here"])
        let contributions = FakeContributions()
        contributions.host.attach(
            LoadedPlugin(
                path: "parcel",
                manifest: Manifest(
                    id: "parcel", name: "Parcel", version: "1.0.0", nodes: [node],
                    templates: [NodeTemplate(node: "parcel", version: "1.0.0", target: "here", source: "")],
                    nodeServices: [NodeService(node: "parcel", version: "1.0.0", services: [.options])]),
                connection: contributions.provider))
        let document: JSONValue = [
            "nodes": [
                [
                    "id": "n", "type": "parcel", "name": "N", "position": ["x": 0, "y": 0], "version": "1.0.0",
                    "provider": "here", "data": ["depot": .string(value)],
                ]
            ]
        ]
        let problems = try await NodeConfigCheck(registry: contributions.host.registry).problems(of: document)
        #expect(problems.map(\.pointer) == pointers)
        #expect(problems.allSatisfy { $0.severity == .error && $0.code == "ir.data.plugin" && $0.nodeId == "n" })
    }

    @Test("Its problems come with the place and the node; an error keeps the version out, a warning does not")
    func problems() async throws {
        try await Installation.with { installation in
            let node = NodeDefinition(
                id: "picky", name: "Picky", version: "1.0.0", description: "", category: "Tests",
                configSchema: [ConfigField("text", .string, label: "Text")], providers: ["here"])
            installation.contributions.host.attach(
                LoadedPlugin(
                    path: "picky",
                    manifest: Manifest(
                        id: "picky", name: "Picky", version: "1.0.0", nodes: [node],
                        templates: [NodeTemplate(node: "picky", version: "1.0.0", target: "here", source: "")],
                        nodeServices: [NodeService(node: "picky", version: "1.0.0", services: [.validate])]),
                    connection: installation.provider))
            let owner = try await installation.owner()
            let workflow = try await installation.platform.workflows.create(owner, NewWorkflow(name: "W")).workflow.id
            var document = Installation.document().object ?? [:]
            document["nodes"] = [
                [
                    "id": "n", "type": "picky", "name": "N", "position": ["x": 0, "y": 0], "version": "1.0.0",
                    "provider": "here", "data": ["text": "x"],
                ]
            ]
            document["entryNodeId"] = "n"
            let ir = JSONValue.object(document)
            installation.provider.behave { $0.nodeProblems = [NodeProblem("is not good", field: "text")] }
            do {
                _ = try await installation.platform.versions.post(owner, to: workflow, ir: ir)
                Issue.record("The version was taken.")
            } catch let error as PlatformError where error.is(.versionRejected) {
                let problems = error.details
                #expect(problems.map(\.pointer) == ["/nodes/0/data/text"])
                #expect(problems.map(\.code) == ["ir.data.plugin"] && problems.map(\.nodeId) == ["n"])
            }
            installation.provider.behave { $0.nodeProblems = [NodeProblem("is odd", severity: .warning)] }
            let posted = try await installation.platform.versions.post(owner, to: workflow, ir: ir)
            #expect(posted.version.artifact.warnings.map(\.message) == ["is odd"])
        }
    }
}
