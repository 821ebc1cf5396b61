import IR
import JSON
import PluginMessages

/// Turns the graph of a document into blocks.
///
/// A chain of nodes is walked; only containers recurse. A container's arms are blocks that stop where the arms
/// meet (``FlowGraph``), and the walk goes on there. Where only some arms of a branch meet, what follows is
/// lowered once for each way to it: only one of them runs.
struct Lowering {
    let document: WorkflowDocument
    let flow: FlowGraph
    let names: Names
    var reads: Reads
    var templates: Templates
    /// The loops, and the nodes with arms that run at once, around the statement at hand.
    var surroundings: [Surrounding] = []
    /// How many `break`s so far leave what they are in rather than a loop.
    var plainExits = 0
    /// The loops that some `break` leaves.
    var leftLoops: Set<Int> = []
    /// The containers, with the values of their arms and the blocks that those are in.
    var armValues: [Int: [(node: Int, block: Int)]] = [:]

    /// Whether the end of the statement that was lowered last is ever reached.
    var isCompleted = true

    /// By node: how many arms that are being lowered end before it.
    private var stops: [Int]
    private var copies = 0
    private var crossings: Set<Int> = []

    enum Surrounding {
        case loop(Int)
        case arms
    }

    /// How deep containers may nest: each level takes five of JSON's in what a plugin reads
    /// (`JSONValue.maximumDepth`).
    static let deepestNesting = 48

    /// How often nodes may be lowered again, besides once for each node.
    private static let mostCopies = 200

    /// - Parameter canBeFollowed: Whether the graph can be; if not, only names can be checked.
    init(
        document: WorkflowDocument, canBeFollowed: Bool, catalog: any NodeCatalog, problems: Problems,
        division: Division
    ) {
        self.document = document
        let (found, ahead) = CodeAhead.begin(document.nodes, division: division) {
            (names: Names(document.nodes), flow: canBeFollowed ? FlowGraph(document) : FlowGraph())
        }
        names = found.names
        flow = found.flow
        reads = Reads(
            document: document, names: found.names, ahead: ahead, catalog: catalog, problems: problems)
        templates = Templates(catalog: catalog, target: document.target)
        stops = Array(repeating: 0, count: document.nodes.count)
    }

    /// A block that has been lowered; one whose end is never reached has no value.
    struct Lowered {
        var block = Block()
        let index: Int
        /// Whether its end is ever reached.
        var isCompleted = true
    }

    /// Lowers what runs from some nodes on, up to where an arm around it ends.
    mutating func block(
        from starts: [Int], in parent: Int?, as role: BlockTree.Role, of owner: Int, depth: Int
    ) -> Lowered {
        var lowered = Lowered(index: reads.blocks.open(in: parent, as: role, of: owner))
        let declared = reads.declared
        defer { reads.declared = declared }
        // The ways that are still to be walked, the next one last.
        var ways = Array(starts.reversed())
        while let way = ways.popLast() {
            var next: Int? = way
            while let node = next, stops[node] == 0, isNextBlock(of: node, ways), admit(node, to: lowered.index) {
                guard let statement = statement(node, in: lowered.index, depth: depth) else { return lowered }
                lowered.block.statements.append(statement)
                if hasValue(node) { lowered.block.value = node }
                reads.blocks.set(node, in: lowered.index)
                reads.availability.set(node)
                guard isCompleted else {
                    lowered.isCompleted = false
                    // Nothing behind its end could take it.
                    lowered.block.value = nil
                    return lowered
                }
                let all = statement.isCall ? flow.next[node] : flow.afterArms(of: node)
                if all.count > 1 { ways += all.dropFirst().reversed() }
                next = all.first
            }
        }
        return lowered
    }

    /// Whether the node whose statement was lowered last has a value: inline code without a `return` only declares.
    private func hasValue(_ node: Int) -> Bool {
        let source = document.nodes[node]
        return source.hasValue && (source.builtIn != .step || source.data["inline"] != true || reads.codeReturns)
    }

    /// Of several paths to a node, the last one lowers it.
    private func isNextBlock(of node: Int, _ ways: [Int]) -> Bool { ways.isEmpty || !flow.reaches(ways, node) }

    private mutating func admit(_ node: Int, to block: Int) -> Bool {
        switch reads.blocks.relation(of: node, to: block) {
        case .first: return true
        case .done: return false
        case .exclusive:
            copies += 1
            if copies <= document.nodes.count + Self.mostCopies { return true }
        case .conflict: break
        }
        if crossings.insert(node).inserted {
            let node = document.nodes[node]
            reads.problems.error(
                "ir.graph.crossing",
                "Some arms lead to \"\(node.id)\" and others end before it. Let all arms meet there, or lead to it "
                    + "from the container by an edge labelled \"then\".", at: node.place, node: node.id)
        }
        return false
    }

    /// Lowers an arm of a container, which ends where the arms meet, and takes back what it makes available.
    mutating func arm(
        from starts: [Int], in parent: Int, as role: BlockTree.Role, of node: Int, depth: Int
    ) -> (lowered: Lowered, changes: Availability.Changes) {
        let ends = flow.afterArms(of: node) + document.routes[node].next
        for end in ends { stops[end] += 1 }
        let mark = reads.availability.mark
        let lowered = block(from: starts, in: parent, as: role, of: node, depth: depth + 1)
        var changes = reads.availability.withdraw(since: mark)
        changes.isCompleted = lowered.isCompleted
        for end in ends { stops[end] -= 1 }
        if let value = lowered.block.value { armValues[node, default: []].append((value, lowered.index)) }
        return (lowered, changes)
    }

    /// `nil` when the nesting is too deep to go on.
    private mutating func statement(_ node: Int, in block: Int, depth: Int) -> Statement? {
        reads.reader = node
        reads.block = block
        isCompleted = true
        guard let builtIn = document.nodes[node].builtIn, builtIn.isContainer || builtIn == .exit else {
            return .call(call(of: node))
        }
        guard depth < Self.deepestNesting || builtIn == .exit else {
            reads.problems.error(
                "ir.graph.depth", "Containers nest deeper than \(Self.deepestNesting).",
                at: document.nodes[node].place, node: document.nodes[node].id)
            return nil
        }
        switch builtIn {
        case .branch: return branch(node, in: block, depth: depth)
        case .loop: return loop(node, in: block, depth: depth)
        case .tryCatch: return tryCatch(node, in: block, depth: depth)
        case .race: return .race(node: node, arms: concurrentArms(node, isRace: true, in: block, depth: depth))
        case .parallel: return .parallel(node: node, arms: concurrentArms(node, isRace: false, in: block, depth: depth))
        case .exit: return exit(node)
        case .step, .sleep, .sleepUntil, .httpRequest, .waitForEvent, .subWorkflow, .subScript:
            return .call(call(of: node))
        }
    }
}

extension Statement {
    /// Whether the statement has no arms.
    fileprivate var isCall: Bool {
        switch self {
        case .call, .exit: true
        case .branch, .parallel, .race, .loop, .tryCatch: false
        }
    }
}

extension WorkflowNode {
    fileprivate var hasValue: Bool { builtIn?.hasValue ?? true }
}
