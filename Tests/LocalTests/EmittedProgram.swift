import JSON
import PluginMessages
import WorkerBackend

/// Programs of tests, written node by node and emitted as the compiler of the provider does.
struct EmittedProgram {
    private var nodes: [ProgramNode] = []

    /// A durable step whose code is given.
    mutating func step(_ id: String, _ code: String, limit: Int = 0) -> Statement {
        let retries = StepOptions.Retries(limit: limit, delay: 10)
        return call(id, .step(code: CodeText(parts: [.code(code)], field: "code"), inline: false), retries)
    }

    mutating func call(
        _ id: String, _ operation: PluginMessages.Operation, _ retries: StepOptions.Retries? = nil
    ) -> Statement {
        .call(Call(node: node(id, retries), operation: operation))
    }

    mutating func node(_ id: String, _ retries: StepOptions.Retries? = nil) -> Int {
        nodes.append(
            ProgramNode(
                id: id, type: "step", variable: id, storage: .hoisted, stepName: id,
                options: StepOptions(retries: retries)))
        return nodes.count - 1
    }

    func block(_ statements: Statement...) -> Block { Block(statements: statements, value: nodeOf(statements.last)) }

    /// The source of the module, whose class is `Program`.
    func source(_ statements: Statement...) throws -> String {
        let body = Block(
            declares: Array(nodes.indices), statements: statements, value: nodeOf(statements.last))
        let program = Program(
            kind: .workflow, name: "Program", trigger: .manual, triggerCode: nil, nodes: nodes, templates: [],
            body: body)
        let result = WorkerBackend(target: "local", limits: .paid).emit(program)
        guard let artifact = result.artifact else { throw Refused(diagnostics: result.diagnostics) }
        return artifact.source
    }

    struct Refused: Error { let diagnostics: [Diagnostic] }

    private func nodeOf(_ statement: Statement?) -> Int? {
        switch statement {
        case .call(let call): call.node
        case .parallel(let node, _), .race(let node, _): node
        case .loop(let loop): loop.node
        case .tryCatch(let tryCatch): tryCatch.node
        case .branch(let branch): branch.node
        case .exit, nil: nil
        }
    }
}
