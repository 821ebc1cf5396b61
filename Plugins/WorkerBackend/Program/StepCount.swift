import PluginMessages

/// Counts durable steps against the limit of a run.
struct StepCount {
    private let program: Program
    private let limit: Int
    private(set) var diagnostics: [Diagnostic] = []
    /// Of a run whose loops have one round.
    private(set) var total = 0

    init(_ program: Program, limit: Int) {
        self.program = program
        self.limit = limit
        // A script has no durable steps.
        guard program.kind == .workflow else { return }
        total = count(program.body)
        if total > limit {
            diagnostics.append(
                Diagnostic(
                    code: "worker.limit.steps",
                    message: "A run would have \(total) durable steps; the provider allows \(limit).", pointer: "/nodes"
                ))
        }
    }

    /// The most steps that one pass through a block runs.
    private mutating func count(_ block: Block) -> Int { block.statements.reduce(0) { $0 + count($1) } }

    private mutating func count(_ statement: Statement) -> Int {
        switch statement {
        case .call(let call): return call.operation.steps
        case .exit: return 0
        case .branch(let branch): return branch.arms.map { count($0.body) }.max() ?? 0
        case .parallel, .race, .tryCatch: return statement.blocks.reduce(0) { $0 + count($1) }
        case .loop(let loop):
            let steps = count(loop.body)
            warn(loop, steps)
            return steps
        }
    }

    private mutating func warn(_ loop: Loop, _ steps: Int) {
        guard steps > 0 else { return }
        let rounds = limit / steps
        if case .times(.literal(let value)) = loop.kind, let count = value.int, count <= rounds { return }
        diagnostics.append(
            Diagnostic(
                .warning, code: "worker.limit.loop",
                message:
                    "A round runs \(steps) durable \(steps == 1 ? "step" : "steps"), so a run reaches the provider's "
                    + "limit of \(limit) after \(rounds) rounds.",
                pointer: "/nodes/\(loop.node)", nodeId: program.nodes[loop.node].id))
    }
}

extension Operation {
    /// How many durable steps it is, at least.
    fileprivate var steps: Int {
        switch self {
        case .sleep, .sleepUntil, .step(_, inline: true): 0
        case .step, .http, .waitForEvent, .subScript, .template: 1
        case .subWorkflow(_, _, _, let waits, _): waits ? 3 : 2
        }
    }
}
