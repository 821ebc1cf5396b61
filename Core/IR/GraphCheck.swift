import Values

/// Checks that a graph can be followed: it has no cycle, and every node can be reached.
struct GraphCheck {
    let nodes: [WorkflowNode]
    let outgoing: [[WorkflowEdge]]
    let entry: Int?

    /// - Returns: Whether the graph is free of cycles.
    func run(_ problems: inout Problems) -> Bool {
        if let entry { checkReachable(from: entry, &problems) }
        return checkCycles(&problems)
    }

    private func checkReachable(from entry: Int, _ problems: inout Problems) {
        var isReached = Array(repeating: false, count: nodes.count)
        var queue = [entry]
        isReached[entry] = true
        while let node = queue.popLast() {
            for edge in outgoing[node] where !isReached[edge.target] {
                isReached[edge.target] = true
                queue.append(edge.target)
            }
        }
        for (index, node) in nodes.enumerated() where !isReached[index] {
            problems.error(
                "ir.graph.unreachable", "Node \"\(node.id)\" is not reachable from the entry node.", at: node.place,
                node: node.id)
        }
    }

    private enum Mark { case new, open, done }

    /// Depth first with a stack of its own, so that a long chain does not exhaust the thread's.
    private func checkCycles(_ problems: inout Problems) -> Bool {
        var found = 0
        var marks = Array(repeating: Mark.new, count: nodes.count)
        for start in nodes.indices where marks[start] == .new {
            var path = [(node: start, next: 0)]
            marks[start] = .open
            while let (node, next) = path.last {
                guard next < outgoing[node].count else {
                    marks[node] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let edge = outgoing[node][next]
                switch marks[edge.target] {
                case .done: continue
                case .new:
                    marks[edge.target] = .open
                    path.append((edge.target, 0))
                case .open:
                    found += 1
                    guard found <= Self.mostCycles else { continue }
                    report(edge, path.drop { $0.node != edge.target }.map(\.node), &problems)
                }
            }
        }
        return found == 0
    }

    /// One wrong edge can close many cycles.
    private static let mostCycles = 20
    /// More names than this make a message nobody reads.
    private static let longestCycle = 20

    private func report(_ edge: WorkflowEdge, _ cycle: [Int], _ problems: inout Problems) {
        let source = nodes[cycle[cycle.count - 1]].id
        var ids = cycle.prefix(Self.longestCycle).map { nodes[$0].id }
        if ids.count < cycle.count { ids += ["…", source] }
        guard cycle.count > 1 else {
            problems.error(
                "ir.graph.selfLoop", "The edge leads from \"\(source)\" back to it. Use a \"loop\" node to repeat.",
                at: edge.place, node: source)
            return
        }
        problems.error(
            "ir.graph.cycle",
            "A workflow must not contain a cycle: \(ids.joined(separator: " → ")) → \(ids[0]). Use a \"loop\" node to repeat.",
            at: edge.place, node: source)
    }
}
