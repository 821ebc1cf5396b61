import Compiler
import IR
import JSON
import PluginMessages
import Testing

/// Nodes of one field each that need zod in the range that their version is for.
private struct PackagedCatalog: NodeCatalog {
    let targets = ["cloudflare"]
    /// By type.
    let ranges: [String: String]

    func checksRequests(_ target: String) -> Bool { true }

    func versions(of type: String) -> [String] { ranges[type] == nil ? [] : ["1.0.0"] }

    func definition(type: String, version: String) -> NodeDefinition? {
        guard let range = ranges[type], version == "1.0.0" else { return nil }
        return NodeDefinition(
            id: type, name: type, version: version, description: "For tests.", category: "Test", configSchema: [],
            providers: ["cloudflare"], dependencies: ["zod": range])
    }

    func template(type: String, version: String, target: String) -> NodeTemplate? {
        definition(type: type, version: version).map { _ in
            NodeTemplate(
                node: type, version: version, target: target,
                source: "export default async function () { return {}; }\n")
        }
    }
}

@Suite("Packages that a workflow and its nodes need in different ranges", .timeLimit(.minutes(10)))
struct DependencyConflictTests {
    /// A document with a node of each type.
    private func lower(_ ranges: [String: String], requested: [String: String] = [:]) -> Lowered {
        let types = ranges.keys.sorted()
        let document = types.reduce(TestDocument(entry: types[0])) { $0.node($1, $1) }
        let chained = zip(types, types.dropFirst()).reduce(document) { $0.edge($1.0, $1.1) }
        return Compiler(catalog: PackagedCatalog(ranges: ranges)).lower(
            chained.json, CompileRequest(dependencies: requested))
    }

    @Test(
        "Equal ranges are one package",
        arguments: [["zod": "^3.1.0"], [:]])
    func equal(requested: [String: String]) {
        let lowered = lower(["first": "^3.1.0", "second": "^3.1.0"], requested: requested)
        #expect(lowered.errors.isEmpty, "\(lowered.errors)")
        #expect(lowered.program?.dependencies == [Dependency(name: "zod", range: "^3.1.0")])
    }

    @Test("The workflow's range and another one of a node are a conflict, at the node, which names both")
    func workflow() throws {
        let lowered = lower(["first": "^3.1.0"], requested: ["zod": "^4.0.0"])
        #expect(lowered.program == nil)
        let problem = try #require(lowered.errors.first)
        #expect(lowered.errors.count == 1)
        #expect(problem.code == "ir.dependencies.conflict" && problem.nodeId == "first")
        #expect(problem.pointer.hasPrefix("/nodes/0"))
        for part in ["zod", "^3.1.0", "^4.0.0", "the workflow"] { #expect(problem.message.contains(part)) }
    }

    @Test("Other ranges of two nodes are a conflict, at the later one, which names the earlier")
    func nodes() throws {
        let lowered = lower(["first": "^3.1.0", "second": "^3.2.0", "third": "^3.1.0"])
        let problem = try #require(lowered.errors.first)
        #expect(lowered.errors.map(\.code) == ["ir.dependencies.conflict"])
        #expect(problem.nodeId == "second" && problem.message.contains("\"first\""))
    }
}
