/// The blocks of a program, and which nodes' values are set and read in them: decides what keeps a value and
/// where its variable is declared.
struct BlockTree: Sendable {
    /// What a block is to the statement around it.
    enum Role: Sendable {
        case run
        /// Of the arms of a branch one runs.
        case choice
        case other
    }

    /// How a block in which a node is to run stands to those in which it runs already.
    enum Relation: Sendable {
        /// It runs nowhere yet.
        case first
        /// Only one of the blocks can run.
        case exclusive
        /// The node has run when the block is reached.
        case done
        /// Both can run, in no order.
        case conflict
    }

    private struct Node {
        let parent: Int
        let depth: Int
        let role: Role
        let owner: Int
    }

    private var blocks: [Node] = []
    /// The first block that sets each node's value; -1 when none does.
    private var homes: [Int]
    /// The other blocks that do.
    private var otherHomes: [Int: [Int]] = [:]
    /// The innermost block around all that set or read a node's value.
    private var spans: [Int]
    private var reads: [Bool]

    init(nodes: Int) {
        homes = Array(repeating: -1, count: nodes)
        spans = homes
        reads = Array(repeating: false, count: nodes)
    }

    /// The number that the next block gets: they count in the order in which they begin.
    var count: Int { blocks.count }

    /// - Parameter owner: The node that the block belongs to.
    mutating func open(in parent: Int?, as role: Role, of owner: Int) -> Int {
        blocks.append(
            Node(parent: parent ?? -1, depth: parent.map { blocks[$0].depth + 1 } ?? 0, role: role, owner: owner))
        return blocks.count - 1
    }

    func relation(of node: Int, to block: Int) -> Relation {
        guard homes[node] >= 0 else { return .first }
        var relation = relation(homes[node], block)
        for home in otherHomes[node] ?? [] where relation == .exclusive { relation = self.relation(home, block) }
        return relation
    }

    private func relation(_ home: Int, _ block: Int) -> Relation {
        var (first, second) = (home, block)
        var (below, belowSecond) = (-1, -1)
        while first != second {
            if blocks[first].depth >= blocks[second].depth {
                below = first
                first = blocks[first].parent
            } else {
                belowSecond = second
                second = blocks[second].parent
            }
        }
        if below < 0 { return .done }
        guard belowSecond >= 0, blocks[below].role == .choice, blocks[below].owner == blocks[belowSecond].owner else {
            return .conflict
        }
        return .exclusive
    }

    mutating func set(_ node: Int, in block: Int) {
        if homes[node] < 0 { homes[node] = block } else { otherHomes[node, default: []].append(block) }
        widen(node, to: block)
    }

    mutating func read(_ node: Int, in block: Int) {
        reads[node] = true
        widen(node, to: block)
    }

    /// Makes the value outlive a block in it.
    mutating func widen(_ node: Int, to block: Int) {
        spans[node] = spans[node] < 0 ? block : common(spans[node], block)
    }

    /// The node that a block belongs to.
    func owner(of block: Int) -> Int { blocks[block].owner }

    /// Whether a block is in an arm of a node.
    func isInside(_ block: Int, node: Int) -> Bool {
        var block = block
        // The run's own block, which has no parent, belongs to no container.
        while block >= 0, blocks[block].parent >= 0 {
            if blocks[block].owner == node { return true }
            block = blocks[block].parent
        }
        return false
    }

    func runs(_ node: Int) -> Bool { homes[node] >= 0 }
    func isRead(_ node: Int) -> Bool { reads[node] }

    /// How many blocks set the value.
    func copies(of node: Int) -> Int { homes[node] < 0 ? 0 : 1 + (otherHomes[node]?.count ?? 0) }

    /// The blocks that set the value.
    func allHomes(of node: Int) -> [Int] { homes[node] < 0 ? [] : [homes[node]] + (otherHomes[node] ?? []) }

    /// Whether a block that began as this one or later sets the value.
    func runs(_ node: Int, since block: Int) -> Bool {
        homes[node] >= block || otherHomes[node]?.contains { $0 >= block } == true
    }

    /// The block that has to declare a node's variable; `nil` when that is where it is set, or nobody reads it.
    func declaration(of node: Int) -> Int? {
        reads[node] && spans[node] != homes[node] ? spans[node] : nil
    }

    private func common(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while first != second {
            if blocks[first].depth >= blocks[second].depth {
                first = blocks[first].parent
            } else {
                second = blocks[second].parent
            }
        }
        return first
    }
}
