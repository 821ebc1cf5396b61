/// What code assigns to (ECMAScript 2025, sections 13.4, 13.15 and 14.7.5).
public struct Assignments {
    private let analysis: ScopeAnalysis
    /// By token: the bracket that closes the one there, and the innermost one that is open there; -1 where there is none.
    private var closings: [Int]
    private var openings: [Int]

    public init(_ analysis: ScopeAnalysis) {
        self.analysis = analysis
        closings = Array(repeating: -1, count: analysis.tokens.count)
        openings = closings
        var open: [Int] = []
        for index in analysis.tokens.indices {
            if closes(index), let last = open.popLast() { closings[last] = index }
            openings[index] = open.last ?? -1
            if opens(index) { open.append(index) }
        }
    }

    /// Whether a name may be assigned to, as the tokens beside it tell: most are not.
    public static func mayContain(_ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis) -> Bool {
        let (bytes, token) = (analysis.source.bytes, reference.token)
        guard token + 1 < analysis.tokens.count else { return isStep(token - 1, in: analysis) }
        switch Unicode.Scalar(bytes[analysis.tokens[token + 1].range.lowerBound]) {
        case ".", "(", "[": return false
        case ";", ":": return isStep(token - 1, in: analysis)
        default: return true
        }
    }

    private static func isStep(_ token: Int, in analysis: ScopeAnalysis) -> Bool {
        analysis.spells(token, "++") || analysis.spells(token, "--")
    }

    /// Whether the code gives a name another value where it stands: by `=` and other assignments, `++` and `--`, as a
    /// part of a pattern, or in the head of a loop.
    public func contains(_ reference: ScopeAnalysis.Reference) -> Bool {
        let range = unwrapped(reference.token)
        return isStepped(range) || isOperand(range) || isTarget(range)
    }

    /// A name with the parentheses around it, in which TypeScript may say its type: `(a as any)`, `a!`.
    private func unwrapped(_ token: Int) -> ClosedRange<Int> {
        var range = token...token
        while true {
            if spells(range.upperBound + 1, "!"), followsDirectly(range.upperBound + 1) {
                range = range.lowerBound...range.upperBound + 1
            }
            guard spells(range.lowerBound - 1, "("), !endsOperand(range.lowerBound - 2),
                !Self.statements.contains(where: { spells(range.lowerBound - 2, $0) })
            else { return range }
            let next = range.upperBound + 1
            if spells(next, ")") {
                range = range.lowerBound - 1...next
            } else if spells(next, "as") || spells(next, "satisfies"),
                case let end = closings[range.lowerBound - 1], end >= 0, !hasOperator(in: next + 1..<end)
            {
                range = range.lowerBound - 1...end
            } else {
                return range
            }
        }
    }

    /// `a++`, `--a`
    private func isStepped(_ range: ClosedRange<Int>) -> Bool {
        let (before, after) = (range.lowerBound - 1, range.upperBound + 1)
        // `++a.b` is about the member.
        let isWhole = ![".", "?.", "[", "("].contains { spells(after, $0) }
        if isWhole, spells(before, "++") || spells(before, "--") {
            // Behind an operand, in a line that ends then, it is that one's.
            if !endsOperand(before - 1) || !followsDirectly(before) || followsDirectly(range.lowerBound) { return true }
        }
        return (spells(after, "++") || spells(after, "--")) && followsDirectly(after)
    }

    private func isOperand(_ range: ClosedRange<Int>) -> Bool {
        guard Self.operators.contains(where: { spells(range.upperBound + 1, $0) }) else { return false }
        return !spells(range.lowerBound - 1, ".") && !spells(range.lowerBound - 1, "?.")
    }

    /// Whether what stands at a range is assigned to by a pattern around it, or in the head of a loop.
    private func isTarget(_ range: ClosedRange<Int>) -> Bool {
        if isLoopTarget(range) { return true }
        let (before, after) = (range.lowerBound - 1, range.upperBound + 1)
        guard spells(after, ",") || spells(after, "]") || spells(after, "}") || spells(after, "="),
            ["[", ",", "{", ":", "..."].contains(where: { spells(before, $0) }),
            case let opening = openings[range.lowerBound], opening >= 0,
            spells(opening, "{") ? true : spells(opening, "[") && !endsOperand(opening - 1) && !spells(before, ":"),
            case let closing = closings[opening], closing >= 0
        else { return false }
        let pattern = opening...closing
        return spells(closing + 1, "=") || isTarget(pattern)
    }

    /// `for (a of …)`, `for await (a of …)`, `for (a in …)`
    private func isLoopTarget(_ range: ClosedRange<Int>) -> Bool {
        let (before, after) = (range.lowerBound - 1, range.upperBound + 1)
        guard spells(before, "("), spells(after, "of") || spells(after, "in") else { return false }
        return spells(before - 1, "for") || spells(before - 1, "await") && spells(before - 2, "for")
    }

    // MARK: Tokens

    private static let operators = [
        "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=",
    ]

    /// Whether nothing between a token and the one before it breaks the line.
    private func followsDirectly(_ token: Int) -> Bool {
        guard token > 0, analysis.tokens.indices.contains(token) else { return false }
        let gap = analysis.tokens[token - 1].range.upperBound..<analysis.tokens[token].range.lowerBound
        return !analysis.source.bytes[gap].contains { $0 == 0x0A || $0 == 0x0D }
    }

    /// Whether a token may end an operand, so that a bracket behind it is a call or a member.
    private func endsOperand(_ token: Int) -> Bool {
        guard analysis.tokens.indices.contains(token) else { return false }
        switch analysis.tokens[token].kind {
        case .identifier: return !Self.words.contains(analysis.text(token)) || spells(token - 1, ".")
        case .punctuator: return spells(token, ")") || spells(token, "]") || spells(token, "?.")
        case .template(.whole), .template(.tail), .number, .string, .regularExpression, .privateName, .unknown:
            return true
        default: return false
        }
    }

    /// Words whose parentheses belong to them.
    private static let statements = ["if", "while", "for", "with", "switch", "catch"]

    private static let words: Set<String> = [
        "return", "throw", "typeof", "void", "delete", "await", "yield", "case", "in", "of", "instanceof", "new",
        "else",
        "do", "for", "if", "while", "with",
    ]

    private func hasOperator(in range: Range<Int>) -> Bool {
        range.contains { spells($0, "?") || spells($0, "=") || spells($0, ",") }
    }

    private func spells(_ token: Int, _ word: String) -> Bool { analysis.spells(token, word) }

    private func opens(_ token: Int) -> Bool {
        analysis.tokens[token].kind == .template(.head) || spells(token, "(") || spells(token, "[")
            || spells(token, "{")
    }

    private func closes(_ token: Int) -> Bool {
        analysis.tokens[token].kind == .template(.tail) || spells(token, ")") || spells(token, "]")
            || spells(token, "}")
    }
}
