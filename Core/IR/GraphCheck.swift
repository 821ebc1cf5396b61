import PluginMessages

/// Checks that the edges make a graph that can run: no cycle, every node reachable, arms where they belong.
struct GraphCheck {
    private let document: WorkflowDocument
    private let outgoing: [[WorkflowEdge]]

    init(_ document: WorkflowDocument) {
        self.document = document
        outgoing = document.outgoing
    }

    func run(_ problems: inout Problems) {
        checkReachable(&problems)
        checkCycles(&problems)
        for (index, node) in document.nodes.enumerated() { checkEdges(of: node, outgoing[index], &problems) }
    }

    private func checkReachable(_ problems: inout Problems) {
        var reached = Array(repeating: false, count: document.nodes.count)
        var queue = [document.entry]
        reached[document.entry] = true
        while let node = queue.popLast() {
            for edge in outgoing[node] where !reached[edge.target] {
                reached[edge.target] = true
                queue.append(edge.target)
            }
        }
        for (index, node) in document.nodes.enumerated() where !reached[index] {
            problems.error(
                "ir.graph.unreachable", "No way leads from the entry node to \"\(node.id)\".", at: node.pointer,
                node: node.id)
        }
    }

    /// Depth first with a stack of its own, so that a long chain does not exhaust the thread's.
    private func checkCycles(_ problems: inout Problems) {
        enum Mark { case new, open, done }
        var marks = Array(repeating: Mark.new, count: document.nodes.count)
        for start in document.nodes.indices where marks[start] == .new {
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
                    let cycle = path.drop { $0.node != edge.target }.map { document.nodes[$0.node].id }
                    problems.error(
                        "ir.graph.cycle",
                        "A workflow has no cycle: \(cycle.joined(separator: " → ")) → \(document.nodes[edge.target].id).",
                        at: edge.pointer, node: document.nodes[node].id)
                }
            }
        }
    }

    private func checkEdges(of node: WorkflowNode, _ edges: [WorkflowEdge], _ problems: inout Problems) {
        guard node.builtIn == .branch else {
            for edge in edges.dropFirst() {
                problems.error(
                    "ir.edge.fanOut",
                    "One way leads on from \"\(node.id)\". Put a branch where ways part.", at: edge.pointer,
                    node: node.id)
            }
            return
        }
        let labels = node.data["branches"]?.array?.compactMap { $0["label"]?.string } ?? []
        var used: Set<String> = []
        for edge in edges {
            guard let label = edge.label else {
                problems.error(
                    "ir.edge.label", "An edge out of a branch carries the label of an arm, or \"then\".",
                    at: edge.pointer, node: node.id)
                continue
            }
            if label != "then", !labels.contains(label) {
                problems.error(
                    "ir.edge.label",
                    "The branch \"\(node.id)\" has no arm \"\(label)\"; it has: \(labels.joined(separator: ", ")).",
                    at: edge.pointer.appending("label"), node: node.id)
            }
            if !used.insert(label).inserted {
                problems.error(
                    "ir.edge.duplicateLabel", "Another edge out of \"\(node.id)\" has the label \"\(label)\".",
                    at: edge.pointer.appending("label"), node: node.id)
            }
        }
    }
}

extension WorkflowDocument {
    /// The edges out of each node, in the order of the document.
    package var outgoing: [[WorkflowEdge]] {
        var outgoing = Array(repeating: [WorkflowEdge](), count: nodes.count)
        for edge in edges { outgoing[edge.source].append(edge) }
        return outgoing
    }
}
