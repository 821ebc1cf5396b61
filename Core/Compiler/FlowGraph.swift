import IR

/// The ways a run can take through the nodes of a document, which has no cycle. A branch's arms that end flow
/// on to what its `then` edge leads to.
struct FlowGraph: Sendable {
    /// The nodes that can be next, by node; `exit` is the end of the run.
    let successors: [[Int]]
    /// Nodes so that each comes after all that can be before it.
    let order: [Int]
    let entry: Int
    /// The number of nodes, standing for the end of the run.
    let exit: Int
    /// The node that every way to a node passes last, by node; -1 for the entry.
    private let dominators: [Int]
    /// The node that every way on from a node passes first, by node; `exit` when there is none.
    private let postDominators: [Int]
    private let positions: [Int]
    private let depths: [Int]

    init(_ document: WorkflowDocument, thens: [Int: Int], arms: [Int: [Int?]]) {
        entry = document.entry
        exit = document.nodes.count
        let edges = document.outgoing
        let flow = Self.flow(document, edges, thens: thens, arms: arms)
        successors = flow
        order = Self.topologicalOrder(flow, from: document.entry)
        var positions = Array(repeating: -1, count: exit + 1)
        for (position, node) in order.enumerated() { positions[node] = position }
        self.positions = positions
        var predecessors = Array(repeating: [Int](), count: exit + 1)
        for node in order where node != exit { for next in flow[node] { predecessors[next].append(node) } }
        dominators = Self.dominators(order, predecessors, positions)
        // Seen from the end, the way on is the way there.
        let reversed = Array(order.reversed())
        var reversedPositions = positions
        for (position, node) in reversed.enumerated() { reversedPositions[node] = position }
        postDominators = Self.dominators(reversed, flow + [[]], reversedPositions)
        var depths = Array(repeating: 0, count: exit + 1)
        for node in order where dominators[node] >= 0 { depths[node] = depths[dominators[node]] + 1 }
        self.depths = depths
    }

    /// Where the ways that part at a node are sure to meet again.
    func join(of node: Int) -> Int { postDominators[node] }

    /// Whether every way to `node` passes `other` first.
    func dominates(_ other: Int, _ node: Int) -> Bool {
        guard depths[other] < depths[node] else { return false }
        var walk = node
        while depths[walk] > depths[other] { walk = dominators[walk] }
        return walk == other
    }

    /// Whether some way leads from a node to a later one.
    func reaches(_ node: Int, _ later: Int) -> Bool {
        guard positions[node] < positions[later] else { return false }
        var seen: Set<Int> = [node]
        var queue = [node]
        while let next = queue.popLast() {
            for successor in successors[next] where positions[successor] <= positions[later] {
                if successor == later { return true }
                if seen.insert(successor).inserted { queue.append(successor) }
            }
        }
        return false
    }

    private static func flow(
        _ document: WorkflowDocument, _ edges: [[WorkflowEdge]], thens: [Int: Int], arms: [Int: [Int?]]
    ) -> [[Int]] {
        let exit = document.nodes.count
        var flow = edges.map { $0.map(\.target) }
        for (branch, targets) in arms {
            flow[branch] = targets.map { $0 ?? thens[branch] ?? exit }
        }
        // Inner branches first: what flows on from them has then a successor already.
        let plain = edges.map { $0.map(\.target) }
        for branch in topologicalOrder(plain, from: document.entry).reversed() {
            guard branch != exit, let then = thens[branch] else { continue }
            var seen: Set<Int> = [then]
            var queue = (arms[branch] ?? []).compactMap(\.self)
            while let node = queue.popLast() {
                guard node != exit, seen.insert(node).inserted else { continue }
                if flow[node].isEmpty { flow[node] = [then] }
                flow[node] = flow[node].map { $0 == exit ? then : $0 }
                queue += flow[node]
            }
        }
        for node in flow.indices where flow[node].isEmpty { flow[node] = [exit] }
        return flow
    }

    private static func topologicalOrder(_ flow: [[Int]], from entry: Int) -> [Int] {
        var seen = Array(repeating: false, count: flow.count + 1)
        var order: [Int] = []
        var path = [(node: entry, next: 0)]
        seen[entry] = true
        while let (node, next) = path.last {
            guard node < flow.count, next < flow[node].count else {
                order.append(node)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let successor = flow[node][next]
            if !seen[successor] {
                seen[successor] = true
                path.append((successor, 0))
            }
        }
        return order.reversed()
    }

    /// Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm": one pass is enough without cycles.
    private static func dominators(_ order: [Int], _ predecessors: [[Int]], _ positions: [Int]) -> [Int] {
        var dominators = Array(repeating: -1, count: positions.count)
        for node in order.dropFirst() {
            var common = -1
            for predecessor in predecessors[node] where positions[predecessor] >= 0 {
                if common < 0 {
                    common = predecessor
                    continue
                }
                var other = predecessor
                while common != other {
                    if positions[common] > positions[other] {
                        common = dominators[common]
                    } else {
                        other = dominators[other]
                    }
                }
            }
            dominators[node] = common
        }
        return dominators
    }
}
