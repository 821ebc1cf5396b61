import Compiler
import JSON
import JavaScript
import PluginHost
import PluginMessages

/// What a node of a document refers to.
struct NodeReads: Sendable {
    /// Ids, each once, in the order of first use.
    let nodes: [String]
    /// Whether it reads the run's input.
    let hasEvent: Bool

    /// - Returns: `nil` when the document does not compile any more, or has no such node.
    init?(of node: String, in ir: JSONValue, _ request: CompileRequest, _ registry: ContributionRegistry) {
        guard let program = Compiler(catalog: registry).lower(ir, request).program,
            let index = program.nodes.firstIndex(where: { $0.id == node }),
            let call = program.body.call(of: index)
        else { return nil }
        var seen: Set<Int> = []
        let names = call.operation.namesInCode
        var hasEvent = names.contains("event")
        // Code names other nodes by their variables, without an expression.
        for (other, named) in program.nodes.enumerated() where other != index && names.contains(named.variable) {
            seen.insert(other)
        }
        func visit(_ reference: Reference) {
            switch reference.root {
            case .node(let read): seen.insert(read)
            case .event, .trigger: hasEvent = true
            case .environment, .local: break
            }
        }
        call.operation.visitReferences(visit)
        for setting in call.settings { setting.value.visitReferences(visit) }
        self.hasEvent = hasEvent
        nodes = seen.sorted().map { program.nodes[$0].id }
    }
}

extension Operation {
    /// The names in the code of a step, those of members apart.
    fileprivate var namesInCode: Set<String> {
        guard case .step(let code, _) = self else { return [] }
        return code.parts.reduce(into: []) { names, part in
            guard case .code(let text) = part else { return }
            let source = JavaScriptSource(text)
            var isMember = false
            for token in source.significantTokens {
                if token.kind == .identifier, !isMember { names.insert(source.text(of: token)) }
                isMember = source.spells(token, ".") || source.spells(token, "?.")
            }
        }
    }
}

extension Block {
    fileprivate func call(of node: Int) -> Call? {
        for statement in statements {
            if case .call(let call) = statement, call.node == node { return call }
            for block in statement.blocks { if let found = block.call(of: node) { return found } }
        }
        return nil
    }
}
