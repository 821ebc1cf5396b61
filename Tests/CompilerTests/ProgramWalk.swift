import PluginMessages

/// Runs a program's blocks as ``GraphWalk`` runs a graph.
struct ProgramWalk {
    private(set) var trace: [String] = []
    private(set) var decisions: Decisions
    private let program: Program

    init(_ program: Program, _ decisions: Decisions) {
        self.program = program
        self.decisions = decisions
    }

    mutating func run() { _ = run(program.body) }

    private mutating func run(_ block: Block) -> GraphWalk.Outcome {
        for statement in block.statements {
            let outcome = run(statement)
            if outcome != .ended { return outcome }
        }
        return .ended
    }

    private mutating func run(_ statement: Statement) -> GraphWalk.Outcome {
        switch statement {
        case .call(let call):
            trace.append(program.nodes[call.node].id)
            return .ended
        case .branch(let branch):
            guard decisions.mayGoOn else { return .ended }
            let id = program.nodes[branch.node].id
            let arm = branch.arms.enumerated().first { index, arm in
                arm.condition == nil || decisions.decide("\(id).\(index)")
            }
            return arm.map { run($0.element.body) } ?? .ended
        case .parallel(_, let arms), .race(_, let arms):
            var left: GraphWalk.Outcome?
            for arm in arms { if case .left(let loop) = run(arm), left == nil { left = .left(loop: loop) } }
            return left ?? .ended
        case .loop(let loop):
            let rounds = if case .times = loop.kind { 2 } else { decisions.rounds(program.nodes[loop.node].id) }
            for _ in 0..<rounds where decisions.mayGoOn {
                let outcome = run(loop.body)
                if outcome == .left(loop: loop.node) { break }
                if outcome != .ended { return outcome }
            }
            return .ended
        case .tryCatch(let statement):
            let outcome = run(statement.body)
            let last = statement.finalizer.map { run($0) } ?? .ended
            return last == .ended ? outcome : last
        case .exit(let exit):
            guard exit.condition == nil || decisions.decide(program.nodes[exit.node].id) else { return .ended }
            if case .loop(let loop, _) = exit.target { return .left(loop: loop) }
            return .leftAll
        }
    }
}
