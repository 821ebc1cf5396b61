import IR

/// The ways that a run can take through the nodes of a document, which has no cycle.
///
/// A container's arms flow on to what runs after it: an arm that ends goes to the container's `then`, or to that
/// of a container further out, or to the end of the run. Where the arms of a container are sure to meet is its
/// immediate post-dominator. A way that is sure to come to a `break` without a condition keeps no others from
/// meeting.
/// Several ways out of a plain node, which run one after another, count as choices here.
struct FlowGraph: Sendable {
    /// Where each node leads when it is done, arms included; empty at the end of the run.
    private(set) var next: [[Int]]
    /// Where the ways on from a node meet: a node or `exit`.
    private var joins: [Int]
    /// Whether every way on from a node comes to a `break`.
    private var isDead: [Bool]
    /// The number of nodes, standing for the end of the run.
    private let exit: Int

    private let nodes: [WorkflowNode]
    private let routes: [Routes]
    /// The nodes that can be reached: each before all that come after it, and a container's arms before what its
    /// `then` leads to.
    private let order: [Int]
    /// By node, where it is in `order`.
    private let positions: [Int]

    /// Of no nodes.
    init() {
        (next, joins, isDead, exit) = ([], [], [], 0)
        (nodes, routes, order, positions) = ([], [], [], [])
    }

    init(_ document: WorkflowDocument) {
        nodes = document.nodes
        routes = document.routes
        exit = document.nodes.count
        next = document.routes.map(\.next)
        let ways = document.routes.map(\.everything)
        order = Self.topologicalOrder(ways, from: document.entry)
        var positions = Array(repeating: -1, count: exit + 1)
        for (position, node) in order.enumerated() { positions[node] = position }
        positions[exit] = order.count
        self.positions = positions
        joins = Array(repeating: exit, count: exit)
        isDead = document.nodes.map(\.alwaysLeaves) + [false]
        closeArms()
        findJoins()
    }

    /// What runs after a container: where its arms meet, or all that its `then` leads to.
    func afterArms(of node: Int) -> [Int] {
        let then = routes[node].next
        if then.count > 1, then.allSatisfy({ positions[$0] <= positions[joins[node]] }) { return then }
        return joins[node] < exit ? [joins[node]] : []
    }

    /// Whether some way leads from one of the nodes to a later one.
    func reaches(_ starts: [Int], _ later: Int) -> Bool {
        var seen: Set<Int> = []
        var queue = starts
        while let node = queue.popLast() {
            if node == later { return true }
            guard positions[node] < positions[later], seen.insert(node).inserted else { continue }
            queue += routes[node].arms.flatMap(\.starts) + next[node]
        }
        return false
    }

    /// Leads what ends in an arm on to the container's `then`, inner containers first.
    private mutating func closeArms() {
        var visitor = Array(repeating: -1, count: exit)
        var queue: [Int] = []
        for container in order.reversed() {
            let (arms, then) = (routes[container].arms, routes[container].next)
            guard !arms.isEmpty, let end = then.map({ positions[$0] }).min() else { continue }
            for arm in arms { queue += arm.starts }
            while let node = queue.popLast() {
                // What `then` leads to is no part of an arm, even if an edge of an arm goes there.
                guard positions[node] < end, visitor[node] != container else { continue }
                visitor[node] = container
                for arm in routes[node].arms { queue += arm.starts }
                if next[node].isEmpty {
                    next[node] = then
                } else {
                    queue += next[node]
                }
            }
        }
    }

    /// Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", on the ways back from the end: without
    /// cycles one pass is enough.
    private mutating func findJoins() {
        for node in order.reversed() {
            var ways = Ways()
            for arm in routes[node].arms where nodes[node].builtIn != .tryCatch || arm.label != "finally" {
                for start in arm.starts { add(start, to: &ways) }
            }
            if leadsPast(node, ways) {
                for way in next[node] { add(way, to: &ways) }
                if next[node].isEmpty { add(exit, to: &ways) }
            }
            joins[node] = ways.living ?? ways.dead ?? exit
            isDead[node] = isDead[node] || ways.living == nil
        }
    }

    /// The ways on from a node: where those meet that come to a `break`, and where the others do.
    private struct Ways {
        var living: Int?
        var dead: Int?
        var count = 0
    }

    private func add(_ way: Int, to ways: inout Ways) {
        if isDead[way] {
            ways.dead = ways.dead.map { meeting($0, way) } ?? way
        } else {
            ways.living = ways.living.map { meeting($0, way) } ?? way
            ways.count += 1
        }
    }

    /// Whether a way leads past the arms of a node, or is needed to tell a single arm from what follows it.
    private func leadsPast(_ node: Int, _ arms: Ways) -> Bool {
        switch nodes[node].builtIn {
        case .loop: true
        // A `break` in arms that run at once ends the arm.
        case .parallel, .race: arms.count < 2
        case .tryCatch: arms.count == 1
        case .branch:
            !nodes[node].hasElse || routes[node].arms.contains { $0.starts.isEmpty }
                || arms.count == 1 && (arms.dead == nil || !routes[node].next.isEmpty)
        case .step, .sleep, .sleepUntil, .httpRequest, .waitForEvent, .exit, .subWorkflow, .subScript, nil: true
        }
    }

    private func meeting(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while first != second {
            if positions[first] < positions[second] { first = joins[first] } else { second = joins[second] }
        }
        return first
    }

    private static func topologicalOrder(_ ways: [[Int]], from entry: Int) -> [Int] {
        var isSeen = Array(repeating: false, count: ways.count)
        var order: [Int] = []
        order.reserveCapacity(ways.count)
        var path = [(node: entry, left: ways[entry].count)]
        isSeen[entry] = true
        while let (node, left) = path.last {
            guard left > 0 else {
                order.append(node)
                path.removeLast()
                continue
            }
            path[path.count - 1].left = left - 1
            // The last way first: what is done first comes last in the order.
            let way = ways[node][left - 1]
            guard !isSeen[way] else { continue }
            isSeen[way] = true
            path.append((way, ways[way].count))
        }
        order.reverse()
        return order
    }
}

extension Routes {
    /// All ways, arms first.
    fileprivate var everything: [Int] { arms.isEmpty ? next : arms.flatMap(\.starts) + next }
}

extension WorkflowNode {
    /// Of a `break`: it has no condition.
    var alwaysLeaves: Bool {
        builtIn == .exit && data["condition"]?.string?.allSatisfy(\.isWhitespace) ?? true
    }

    /// JavaScript; `nil` is `else`. In the order in which the branch lists its arms.
    var conditions: [String?] {
        (data["branches"]?.array ?? []).map { arm in
            arm["condition"]?.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
    }

    var hasElse: Bool { conditions.contains(nil) }
}
