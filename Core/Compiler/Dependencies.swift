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
                "ir.dependencies.count", "A workflow has at most \(Self.most) dependencies, not \(requested.count).",
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
        if !Self.isPackageName(name) {
            problems.error("ir.dependencies.name", "\"\(name)\" is not a valid npm package name.", at: .root)
        }
        if !Self.isRange(range) {
            problems.error(
                "ir.dependencies.range",
                "\"\(range)\" is not a valid version range for \(name); expected a range such as \"^1.2.0\".",
                at: .root)
        }
    }

    /// npm's documentation, "package.json", "name": at most 214 characters, lower case, perhaps in a scope.
    private static func isPackageName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.utf8.count <= 214, parts.count == (name.hasPrefix("@") ? 2 : 1) else { return false }
        return parts.enumerated().allSatisfy { index, part in
            let part = index == 0 && parts.count == 2 ? part.dropFirst() : part
            return !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("_") && part.utf8.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// npm's documentation, "semver", "Ranges", or a tag. URLs, files and repositories are none: what a deploy
    /// installs comes from the registry.
    private static func isRange(_ range: String) -> Bool {
        !range.isEmpty && range.utf8.count <= 100 && range.utf8.allSatisfy { isRangeByte($0) }
    }

    private static func isRangeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "="), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: " "), UInt8(ascii: "+"):
            true
        default: isNameByte(byte)
        }
    }
}
