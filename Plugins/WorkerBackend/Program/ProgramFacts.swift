import PluginMessages

/// What printing a statement needs to know about the rest of the program; found in one walk.
struct ProgramFacts {
    /// Whether a node's value is kept: somebody reads it, or it is the value of something that is kept.
    private(set) var isKept: [Bool]
    /// Loops that an exit leaves from within another loop, by a label.
    private(set) var labelled: Set<Int> = []
    /// The loops that arms of a `parallel` or `race` leave, by the node with the arms.
    private(set) var crossings: [Int: [Int]] = [:]

    /// The loops whose value code assigns.
    private(set) var outputLoops: Set<Int> = []
    /// The names that runs bind: variables of nodes whose value is kept, and those of loops.
    private(set) var names: Set<String> = ["event", "env", "step", "graph", "err"]

    private let nodes: [ProgramNode]
    /// The loops and arms around the statement at hand.
    private var surroundings: [Surrounding] = []

    private enum Surrounding {
        case loop(Int)
        case arms(Int)
    }

    init(_ program: Program) {
        nodes = program.nodes
        isKept = nodes.map { $0.storage != .none || $0.exportName != nil }
        visit(program.body, valueIsKept: program.isDurable)
        for (node, isKept) in zip(nodes, isKept) where isKept { names.insert(node.variable) }
    }

    private mutating func visit(_ block: Block, valueIsKept: Bool) {
        if valueIsKept, let value = block.value { isKept[value] = true }
        for statement in block.statements { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .call(let call): if case .step(let code, _) = call.operation { visit(code) }
        case .branch(let branch):
            for arm in branch.arms { visit(arm.condition) }
            for arm in branch.arms { visit(arm.body, valueIsKept: isKept[branch.node]) }
        case .parallel(let node, let arms), .race(let node, let arms):
            surroundings.append(.arms(node))
            for arm in arms { visit(arm, valueIsKept: isKept[node]) }
            surroundings.removeLast()
        case .loop(let loop):
            if case .forEach(let collection, _) = loop.kind { visit(collection) }
            surroundings.append(.loop(loop.node))
            if case .while(let condition) = loop.kind { visit(condition) }
            names.insert(loop.indexVariable)
            if case .forEach(_, let item) = loop.kind { names.insert(item) }
            visit(loop.body, valueIsKept: isKept[loop.node])
            surroundings.removeLast()
        case .tryCatch(let tryCatch):
            visit(tryCatch.body, valueIsKept: isKept[tryCatch.node])
            visit(tryCatch.handler, valueIsKept: isKept[tryCatch.node])
            if let finalizer = tryCatch.finalizer { visit(finalizer, valueIsKept: false) }
        case .exit(let exit):
            visit(exit.condition)
            visit(exit.target)
        }
    }

    /// The innermost loop is the one whose value code assigns.
    private mutating func visit(_ code: CodeText?) {
        guard code?.usesOutput == true else { return }
        for case .loop(let node) in surroundings.reversed() {
            outputLoops.insert(node)
            return
        }
    }

    private mutating func visit(_ target: Exit.Target) {
        guard case .loop(let node, _) = target else { return }
        var crossesLoop = false
        for surrounding in surroundings.reversed() {
            switch surrounding {
            case .loop(node):
                if crossesLoop { labelled.insert(node) }
                return
            case .loop: crossesLoop = true
            case .arms(let arms):
                if crossings[arms]?.contains(node) != true { crossings[arms, default: []].append(node) }
                // Behind the arms' end, the loop is left from where the arms are.
                crossesLoop = false
            }
        }
    }

    /// The variables that a block sets and that are declared around it.
    func hoisted(in block: Block) -> [Int] {
        var found: [Int] = []
        collectHoisted(in: block, into: &found)
        return found
    }

    private func collectHoisted(in block: Block, into found: inout [Int]) {
        var inner: [Int] = []
        for statement in block.statements {
            if nodes[statement.node].storage == .hoisted { inner.append(statement.node) }
            for block in statement.blocks { collectHoisted(in: block, into: &inner) }
        }
        found += inner.filter { !block.declares.contains($0) }
    }

    /// The loops that some arm leaves.
    var crossedLoops: Set<Int> { Set(crossings.values.joined()) }
}
