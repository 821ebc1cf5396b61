import IR
import PluginMessages
import TestSupport

/// Runs a document by following its edges, without any idea of blocks: what a program has to agree with. A
/// `try` never fails, and arms that run at once run one after another.
struct GraphWalk {
    private(set) var trace: [String] = []
    private(set) var decisions: Decisions
    private let document: WorkflowDocument
    /// The loops around, and the arms that run at once (`nil`).
    private var surroundings: [Int?] = []

    init(_ document: WorkflowDocument, _ decisions: Decisions) {
        self.document = document
        self.decisions = decisions
    }

    enum Outcome: Equatable {
        /// The way ended: what is around goes on.
        case ended
        case left(loop: Int)
        case leftAll
    }

    mutating func run() { _ = follow([document.entry]) }

    private mutating func follow(_ starts: [Int]) -> Outcome {
        var next = starts.first
        while let node = next {
            let (outcome, way) = step(node)
            guard outcome == .ended else { return outcome }
            next = way
        }
        return .ended
    }

    /// - Returns: What to follow next.
    private mutating func step(_ node: Int) -> (Outcome, Int?) {
        let source = document.nodes[node]
        let routes = document.routes[node]
        switch source.builtIn {
        case .branch:
            guard decisions.mayGoOn, let arm = arm(of: node) else { return (.ended, routes.next.first) }
            // Without `then` the arm is simply the way on.
            guard let then = routes.next.first else { return (.ended, routes.arms[arm].starts.first) }
            return (follow(routes.arms[arm].starts), then)
        case .loop:
            surroundings.append(node)
            defer { surroundings.removeLast() }
            let rounds = source.data["loopType"] == "times" ? 2 : decisions.rounds(source.id)
            for _ in 0..<rounds where decisions.mayGoOn {
                let outcome = follow(routes.arms[0].starts)
                if outcome == .left(loop: node) { break }
                if outcome != .ended { return (outcome, nil) }
            }
            return (.ended, routes.next.first)
        case .parallel, .race:
            surroundings.append(nil)
            defer { surroundings.removeLast() }
            var left: Outcome?
            for arm in routes.arms {
                if case .left(let loop) = follow(arm.starts), left == nil { left = .left(loop: loop) }
            }
            return (left ?? .ended, routes.next.first)
        case .tryCatch:
            let outcome = follow(routes.arms[0].starts)
            guard routes.arms.count > 2 else { return (outcome, routes.next.first) }
            let last = follow(routes.arms[2].starts)
            return (last == .ended ? outcome : last, routes.next.first)
        case .exit:
            guard source.data["condition"] == nil || decisions.decide(source.id) else {
                return (.ended, routes.next.first)
            }
            let loop = surroundings.last { $0 != nil } ?? nil
            return (loop.map(Outcome.left) ?? .leftAll, nil)
        default:
            trace.append(source.id)
            return (.ended, routes.next.first)
        }
    }

    private mutating func arm(of node: Int) -> Int? {
        let conditions = (document.nodes[node].data["branches"]?.array ?? []).map { $0["condition"] != "" }
        for (index, isConditional) in conditions.enumerated() {
            if !isConditional || decisions.decide("\(document.nodes[node].id).\(index)") { return index }
        }
        return nil
    }
}

/// What conditions come to: the same for the same place and time.
struct Decisions {
    private let seed: UInt64
    private var counts: [String: UInt64] = [:]
    private var total = 0

    init(seed: UInt64) { self.seed = seed }

    /// Loops in loops could go on for very long.
    var mayGoOn: Bool { total < 2_000 }

    mutating func decide(_ place: String) -> Bool { next(place) % 2 == 0 }
    mutating func rounds(_ place: String) -> Int { Int(next(place) % 4) }

    private mutating func next(_ place: String) -> UInt64 {
        total += 1
        let count = counts[place, default: 0]
        counts[place] = count + 1
        var mix = SeededGenerator(seed: place.utf8.reduce(seed &+ count &* 977) { $0 &* 31 &+ UInt64($1) })
        return mix.next() >> 7
    }
}
