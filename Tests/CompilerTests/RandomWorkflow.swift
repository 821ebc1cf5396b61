import JSON
import TestSupport

/// Makes documents of all kinds of containers, nested, whose arms meet by edges, by `then`, or end. Every `step` and
/// `break` has its id as its name.
struct RandomWorkflow {
    private(set) var document: TestDocument
    /// By step: the node that its code reads.
    private(set) var sources: [String: String] = [:]
    private let reads: Bool
    private var random: SeededGenerator
    private var count = 0

    /// Where a block begins, and the nodes with the labels from which its end leads on.
    private struct Piece {
        let entry: String
        var ends: [(node: String, label: String?)]
    }

    /// - Parameter reads: Every step reads some node, which may not be there.
    init(seed: UInt64, reads: Bool = false) {
        self.reads = reads
        random = SeededGenerator(seed: seed)
        document = TestDocument(entry: "n0")
        var depth = 3
        _ = block(&depth)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func id() -> String {
        defer { count += 1 }
        return "n\(count)"
    }

    private mutating func block(_ depth: inout Int) -> Piece {
        var whole: Piece?
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let next = piece(&depth)
            if let before = whole {
                for end in before.ends { document = document.edge(end.node, next.entry, end.label) }
                whole?.ends = next.ends
            } else {
                whole = next
            }
            // What has no end cannot be followed by anything.
            if next.ends.isEmpty { break }
        }
        return whole ?? Piece(entry: "", ends: [])
    }

    private mutating func piece(_ depth: inout Int) -> Piece {
        let id = id()
        let kind = depth > 0 ? Int.random(in: 0..<10, using: &random) : 0
        depth -= 1
        defer { depth += 1 }
        switch kind {
        case 4, 5: return branch(id, &depth)
        case 6: return loop(id, &depth)
        case 7: return tryCatch(id, &depth)
        case 8: return arms(id, chance(50) ? "parallel" : "race", &depth)
        case 9:
            document = document.node(id, "break", ["condition": "x"])
            return Piece(entry: id, ends: [(id, nil)])
        default:
            document = document.node(id, "step", ["code": .string(code(id)), "inline": .bool(!reads && chance(15))])
            return Piece(entry: id, ends: [(id, nil)])
        }
    }

    private mutating func code(_ id: String) -> String {
        guard reads else { return chance(20) ? "const \(id)_own = '\(id)';" : "return '\(id)';" }
        let source = "n\(Int.random(in: 0..<count + 2, using: &random))"
        sources[id] = source
        return Self.spellings.randomElement(using: &random)?.replacing("@", with: source) ?? ""
    }

    /// Ways in which code reads `@`.
    private static let spellings = [
        "return {{@}};", "return {{ @\n}};", "return {{\t@ . list . 0['a.b']}};", "return '{{@}}';",
        "return `a ${{{@}}} b`;",
        "return ({{@}} ?? []).map((@) => @ + {{@}});", "// {{@}}\nreturn '\\{{@}}' + {{@.01}};",
    ]

    private mutating func branch(_ id: String, _ depth: inout Int) -> Piece {
        let labels = ["a", "b", "c"].prefix(Int.random(in: 1...3, using: &random))
        let hasElse = chance(70)
        let branches = labels.enumerated().map { index, label -> JSONValue in
            let isElse = hasElse && index == labels.count - 1
            return ["label": .string(label), "condition": .string(isElse ? "" : "x")]
        }
        document = document.node(id, "branch", ["branches": .array(branches)])
        let meetsByThen = !hasElse || chance(40)
        var ends: [(node: String, label: String?)] = []
        for label in labels {
            if chance(10) {
                if !meetsByThen { ends.append((id, label)) }
                continue
            }
            if chance(10) {
                let exit = self.id()
                document = document.node(exit, "break").edge(id, exit, label)
                continue
            }
            let arm = block(&depth)
            document = document.edge(id, arm.entry, label)
            // Some arms end early.
            if !meetsByThen, !chance(10) { ends += arm.ends }
        }
        return Piece(entry: id, ends: meetsByThen ? [(id, "then")] : ends)
    }

    private mutating func loop(_ id: String, _ depth: inout Int) -> Piece {
        let isCounted = chance(50)
        document = document.node(
            id, "loop",
            isCounted
                ? ["loopType": "times", "count": 2]
                : chance(30) ? ["loopType": "while"] : ["loopType": "while", "condition": "x"])
        let body = block(&depth)
        document = document.edge(id, body.entry, "body")
        return Piece(entry: id, ends: [(id, "then")])
    }

    private mutating func tryCatch(_ id: String, _ depth: inout Int) -> Piece {
        document = document.node(id, "try_catch")
        for label in ["try", "catch"] + (chance(50) ? ["finally"] : []) {
            let arm = block(&depth)
            document = document.edge(id, arm.entry, label)
        }
        return Piece(entry: id, ends: [(id, "then")])
    }

    private mutating func arms(_ id: String, _ type: String, _ depth: inout Int) -> Piece {
        document = document.node(id, type)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let arm = block(&depth)
            document = document.edge(id, arm.entry)
        }
        return Piece(entry: id, ends: [(id, "then")])
    }
}
