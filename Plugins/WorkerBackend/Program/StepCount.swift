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
        guard program.isDurable else { return }
        total = count(program.body)
        check(program.body)
        if total > limit {
            diagnostics.append(
                Diagnostic(
                    code: "worker.limit.steps",
                    message: "A run would have \(total) durable steps; the provider allows \(limit).", pointer: "/nodes"
                ))
        }
    }

    /// The most steps that one pass through a block runs, with one round of each loop.
    private func count(_ block: Block) -> Int { block.statements.reduce(0) { $0 + count($1) } }

    private func count(_ statement: Statement) -> Int {
        switch statement {
        case .call(let call): call.operation.steps
        case .exit: 0
        case .branch(let branch): branch.arms.map { count($0.body) }.max() ?? 0
        // The beginning and the winner are steps, too.
        case .race: statement.blocks.reduce(2) { $0 + count($1) }
        case .parallel, .tryCatch, .loop: statement.blocks.reduce(0) { $0 + count($1) }
        }
    }

    /// The same with every round; `nil` where their number is known only when it runs, `Int.max` for more than can
    /// be counted.
    private func countRounds(_ block: Block) -> Int? {
        var sum = 0
        for statement in block.statements {
            guard let steps = countRounds(statement) else { return nil }
            sum = Self.sum(sum, steps)
        }
        return sum
    }

    private func countRounds(_ statement: Statement) -> Int? {
        switch statement {
        case .call, .exit: return count(statement)
        case .branch(let branch):
            var most = 0
            for arm in branch.arms {
                guard let steps = countRounds(arm.body) else { return nil }
                most = max(most, steps)
            }
            return most
        case .parallel, .race, .tryCatch:
            var sum = 0
            for block in statement.blocks {
                guard let steps = countRounds(block) else { return nil }
                sum = Self.sum(sum, steps)
            }
            return sum
        case .loop(let loop):
            guard let steps = countRounds(loop.body) else { return nil }
            if steps == 0 { return 0 }
            return loop.rounds.map { Self.product($0, steps) }
        }
    }

    /// Warns of the outermost loops with which a run may pass the limit: of each whose rounds can be counted, and once
    /// for all others.
    private mutating func check(_ block: Block) {
        var unbounded: [Loop] = []
        visit(block, &unbounded)
        guard let first = unbounded.first else { return }
        let others = unbounded.dropFirst().map { "\"\(program.nodes[$0.node].id)\"" }.joined(separator: ", ")
        let steps = count(first.body)
        let rounds = max(limit / steps, 1)
        warn(
            first,
            "Each round runs \(steps) durable \(steps == 1 ? "step" : "steps"), and a run may have \(limit). The number of "
                + "rounds is known only at run time: keep it under \(rounds), with a limit such as "
                + "\(example(of: first, rounds)), or do the work of several rounds in one step."
                + (others.isEmpty ? "" : " The same limit holds for \(others)."))
    }

    private mutating func visit(_ block: Block, _ unbounded: inout [Loop]) {
        for statement in block.statements {
            guard case .loop(let loop) = statement else {
                for inner in statement.blocks { visit(inner, &unbounded) }
                continue
            }
            guard let steps = countRounds(statement) else {
                // The compiler has told of a loop that never ends.
                if !loop.isEndless { unbounded.append(loop) }
                continue
            }
            guard steps > limit else { continue }
            warn(
                loop,
                "The rounds run \(steps == .max ? "too many" : "\(steps)") durable steps; a run may have \(limit). Make "
                    + "fewer rounds, or do the work of several in one step.")
        }
    }

    /// What bounds a loop, in its own words.
    private func example(of loop: Loop, _ rounds: Int) -> String {
        if case .forEach = loop.kind { return ".slice(0, \(rounds)) of the collection" }
        return "\(loop.indexVariable) < \(rounds)"
    }

    private mutating func warn(_ loop: Loop, _ message: String) {
        diagnostics.append(
            Diagnostic(
                .warning, code: "worker.limit.loop", message: message, pointer: "/nodes/\(loop.node)",
                nodeId: program.nodes[loop.node].id))
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooMuch) = left.addingReportingOverflow(right)
        return isTooMuch ? .max : sum
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, isTooMuch) = left.multipliedReportingOverflow(by: right)
        return isTooMuch ? .max : product
    }
}

extension Loop {
    /// Whether it has neither a condition nor a way out.
    fileprivate var isEndless: Bool {
        guard case .while(let condition) = kind, condition.parts.isEmpty else { return false }
        return !body.leaves(loop: node)
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

extension Block {
    /// Whether it has a `break` of a loop around it.
    fileprivate func leaves(loop node: Int) -> Bool {
        statements.contains { statement in
            guard case .exit(let exit) = statement else { return statement.blocks.contains { $0.leaves(loop: node) } }
            if case .loop(node, _) = exit.target { return true }
            return false
        }
    }
}
