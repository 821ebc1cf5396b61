import IR
import JSON
import PluginMessages

/// Turns the paths of expressions into references, and reports those that cannot be read where they stand.
struct ReferenceResolver: Sendable {
    private let document: WorkflowDocument
    private let flow: FlowGraph
    private let ids: [String: Int]

    init(document: WorkflowDocument, flow: FlowGraph) {
        self.document = document
        self.flow = flow
        ids = Dictionary(document.nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether a path begins with something that can be named.
    func knows(_ root: String) -> Bool { Self.reserved.contains(root) || ids[root] != nil }

    private static let reserved: Set<String> = ["event", "trigger", "env"]

    /// `nil`, with a problem, for a path that names nothing that can be read at the node.
    func resolve(_ path: [String], at node: Int, _ pointer: JSONPointer, _ problems: inout Problems) -> Reference? {
        let rest = path.dropFirst().map { Int($0).map(Reference.Part.index) ?? .key($0) }
        let reader = document.nodes[node].id
        switch path[0] {
        case "event": return Reference(root: .event, path: rest)
        case "trigger": return Reference(root: .trigger, path: rest)
        case "env":
            guard let name = path.dropFirst().first else {
                problems.error(
                    "ir.expression.env", "Name the variable: {{env.NAME}}.", at: pointer, node: reader)
                return nil
            }
            return Reference(root: .environment, path: [.key(name)] + rest.dropFirst())
        default: break
        }
        guard let source = ids[path[0]] else {
            problems.error(
                "ir.expression.unknownNode",
                "{{\(path.joined(separator: "."))}}: there is no node \"\(path[0])\". An expression begins with a node's "
                    + "id, event, trigger or env.", at: pointer, node: reader)
            return nil
        }
        guard source != node else {
            problems.error(
                "ir.expression.self", "{{\(path.joined(separator: "."))}}: a node cannot read its own value.",
                at: pointer, node: reader)
            return nil
        }
        if !flow.dominates(source, node) {
            guard flow.reaches(source, node) else {
                problems.error(
                    "ir.expression.notBefore",
                    "{{\(path.joined(separator: "."))}}: \"\(path[0])\" does not run before \"\(reader)\".",
                    at: pointer, node: reader)
                return nil
            }
            problems.warning(
                "ir.expression.maybeUndefined",
                "\"\(path[0])\" runs before \"\(reader)\" on some ways only; on the others this is undefined.",
                at: pointer, node: reader)
        }
        return Reference(root: .node(source), path: rest)
    }

    /// Whether a node's value can be read at another.
    func canRead(_ source: Int, at node: Int) -> Bool {
        source != node && (flow.dominates(source, node) || flow.reaches(source, node))
    }
}
