import IR
import PluginMessages

/// The code of a document's nodes one after another, whatever their order: a provider finds syntax errors in it, so that
/// they are told together with what is wrong with the document.
package struct CodeSample: Sendable {
    /// Its nodes are those of the document that could be read.
    package let program: Program
    private let document: WorkflowDocument

    init(program: Program, document: WorkflowDocument) {
        self.program = program
        self.document = document
    }

    /// Of what a provider reports: the errors of code, at their places in the document.
    /// - Parameter known: What is known of the document; one error is told of a line.
    package func errors(in diagnostics: [Diagnostic], besides known: [Diagnostic]) -> [Diagnostic] {
        diagnostics.filter { $0.severity == .error }.compactMap(placed).filter { error in
            !known.contains { $0.severity == .error && $0.pointer == error.pointer && $0.line == error.line }
        }
    }

    private func placed(_ error: Diagnostic) -> Diagnostic? {
        let parts = error.pointer.split(separator: "/")
        if parts.first == "triggerCode" { return error }
        guard parts.count > 2, parts[0] == "nodes", parts[2] == "data", let index = Int(parts[1]),
            document.nodes.indices.contains(index)
        else { return nil }
        let rest = parts.dropFirst(2).joined(separator: "/")
        return Diagnostic(
            .error, code: error.code, message: error.message,
            pointer: "/nodes/\(document.nodes[index].index)/\(rest)", nodeId: error.nodeId, line: error.line)
    }
}

extension Lowering {
    /// The code of all nodes by itself; expressions in it are checked.
    mutating func codes(_ request: CompileRequest) -> CodeSample {
        var statements: [Statement] = []
        for (node, source) in document.nodes.enumerated() {
            // Of nodes with one id, a place in code is the first one's.
            guard let statement = code(of: node), document.ids[source.id] == node else { continue }
            statements.append(statement)
        }
        let nodes = document.nodes.enumerated().map { index, node in
            ProgramNode(
                id: node.id, type: node.type, variable: names.variables[index], storage: .none,
                stepName: names.stepNames[index])
        }
        let program = Program(
            kind: document.kind, name: request.name ?? document.name, trigger: document.trigger,
            triggerCode: request.triggerCode, nodes: nodes, body: Block(statements: statements))
        return CodeSample(program: program, document: document)
    }
}
