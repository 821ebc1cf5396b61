import IR
import PluginMessages

/// The npm packages of a program: those that the workflow asks for, and those of its nodes.
struct Dependencies {
    /// So many may a workflow ask for (REST specification, "Workflows").
    private static let most = 15

    private var ranges: [String: (range: String, source: String)] = [:]
    private(set) var problems = Problems()

    init(_ requested: [String: String], nodes: [WorkflowNode], catalog: any NodeCatalog) {
        if requested.count > Self.most {
            problems.error(
                "ir.dependencies.count",
                "A workflow can have at most \(Self.most) dependencies, not \(requested.count).",
                at: .root)
        }
        for (name, range) in requested.sorted(by: { $0.key < $1.key }) {
            check(name, range)
            ranges[name] = (range, "the workflow")
        }
        for node in nodes where node.builtIn == nil {
            let definition = catalog.definition(type: node.type, version: node.version)
            for (name, range) in definition?.dependencies ?? [:] { add(name, range, from: node) }
        }
    }

    /// Sorted by name.
    var all: [Dependency] {
        ranges.sorted { $0.key < $1.key }.map { Dependency(name: $0.key, range: $0.value.range) }
    }

    private mutating func add(_ name: String, _ range: String, from node: WorkflowNode) {
        guard let known = ranges[name] else {
            ranges[name] = (range, "the node \"\(node.id)\" (\(node.type) \(node.version))")
            return
        }
        guard known.range != range else { return }
        problems.error(
            "ir.dependencies.conflict",
            "\"\(node.type)\" \(node.version) needs \(name) \(range), and \(known.source) needs \(name) \(known.range).",
            at: node.place, node: node.id)
    }

    private mutating func check(_ name: String, _ range: String) {
        if !PackageRequirement.isName(name) {
            problems.error("ir.dependencies.name", "\"\(name)\" is not a valid npm package name.", at: .root)
        }
        if !PackageRequirement.isRange(range) {
            problems.error(
                "ir.dependencies.range",
                "\"\(range)\" is not a valid version range for \(name); expected a range such as \"^1.2.0\".",
                at: .root)
        }
    }
}
