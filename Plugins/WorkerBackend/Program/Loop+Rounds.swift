import JavaScript
import PluginMessages

/// How many rounds a loop makes.
extension Loop {
    /// The most that it makes, where the document has a number: of its own, or of a `break` in its body.
    var rounds: Int? {
        let own: Int? =
            switch kind {
            case .times(.literal(let count)): count.int
            case .forEach(let collection, _): collection.mostItems
            case .while(let condition): condition.bound(of: indexVariable)
            case .times: nil
            }
        let exits = body.statements.compactMap { $0.rounds(until: node, by: indexVariable) }
        return own.map { exits.reduce($0, min) } ?? exits.min()
    }
}

extension Statement {
    /// The most rounds that a loop makes of which this is a statement, where it leaves the loop after a number of them.
    fileprivate func rounds(until loop: Int, by index: String) -> Int? {
        guard case .exit(let exit) = self, case .loop(loop, _) = exit.target else { return nil }
        guard let condition = exit.condition else { return 1 }
        return condition.limit(of: index).map { $0 < .max ? $0 + 1 : $0 }
    }
}

extension CodeText {
    /// How many items a collection has at most: an array that is written out, or one that is cut.
    fileprivate var mostItems: Int? {
        let top = TopLevel(JavaScriptSource(text))
        guard CodeBalance.problem(in: top.source) == nil else { return nil }
        if top.spells(0, "["), top.end(of: 0) == top.tokens.count - 1 {
            let inner = TopLevel(JavaScriptSource(top.source.text(Self.content(of: top))))
            guard !inner.indexes.contains(where: { inner.spells($0, "...") }) else { return nil }
            return 1 + inner.indexes.count { inner.spells($0, ",") }
        }
        return sliced(top)
    }

    private static func content(of top: TopLevel) -> Range<Int> {
        let (first, last) = (top.tokens[0], top.tokens[top.tokens.count - 1])
        return first.range.upperBound..<last.range.lowerBound
    }

    /// Of `….slice(0, 50)`: a call of what is a chain of members and calls.
    private func sliced(_ top: TopLevel) -> Int? {
        let isChain = top.indexes.allSatisfy { index in
            top.tokens[index].kind != .punctuator || ["(", ")", "[", "]", ".", "?."].contains { top.spells(index, $0) }
        }
        guard isChain, let open = top.indexes.last(where: { top.spells($0, "(") }), top.spells(open - 1, "slice"),
            top.spells(open - 2, ".") || top.spells(open - 2, "?."), top.end(of: open) == top.tokens.count - 1
        else { return nil }
        let arguments = top.tokens[(open + 1)...].dropLast().map { top.source.text(of: $0) }
        if arguments.count == 2, arguments[0] == "-" { return Int(arguments[1]) }
        guard arguments.count == 3, arguments[1] == ",", let start = Int(arguments[0]), let end = Int(arguments[2])
        else { return nil }
        return max(end - start, 0)
    }

    /// The number that a loop's index stays below while the condition holds.
    fileprivate func bound(of index: String) -> Int? {
        comparisons(separatedBy: "&&").compactMap { (left, sign, right) -> Int? in
            switch sign {
            case "<" where left == index: Int(right)
            case "<=" where left == index: Int(right).map { $0 < .max ? $0 + 1 : $0 }
            case ">" where right == index: Int(left)
            case ">=" where right == index: Int(left).map { $0 < .max ? $0 + 1 : $0 }
            default: nil
            }
        }.min()
    }

    /// The greatest number that a loop's index has before the condition holds.
    fileprivate func limit(of index: String) -> Int? {
        comparisons(separatedBy: "||").compactMap { (left, sign, right) -> Int? in
            switch sign {
            case ">=" where left == index, "==" where left == index, "===" where left == index: Int(right)
            case ">" where left == index: Int(right).map { $0 < .max ? $0 + 1 : $0 }
            default: nil
            }
        }.min()
    }

    /// Those of the operands that compare two names or numbers.
    private func comparisons(separatedBy word: String) -> [(left: String, sign: String, right: String)] {
        let top = TopLevel(JavaScriptSource(text))
        let others = ["&&", "||", "??", "?", ",", "=", "=>"].filter { $0 != word && !(word == "||" && $0 == "&&") }
        guard !top.indexes.contains(where: { index in others.contains { top.spells(index, $0) } }) else { return [] }
        return top.indexes.split { top.spells($0, word) }.compactMap { operand in
            guard operand.count == 3, let first = operand.first, operand.last == first + 2 else { return nil }
            return (top.text(first), top.text(first + 1), top.text(first + 2))
        }
    }

    /// The code as one text: the names of loops for themselves, and one of no loop's in place of other expressions.
    private var text: String {
        parts.map { part in
            switch part {
            case .code(let code): code
            case .reference(let reference):
                if case .local(let name) = reference.root, reference.path.isEmpty { name } else { "$" }
            case .string, .interpolation: "\"\""
            }
        }.joined()
    }
}
