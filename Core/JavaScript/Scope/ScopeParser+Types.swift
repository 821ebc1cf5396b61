/// TypeScript's types, which are skipped: nothing in them runs.
extension ScopeParser {
    mutating func type() {
        guard let end = typeEnd(from: index) else { return giveUp() }
        index = end
    }

    /// `: T`, where it is.
    mutating func annotation() {
        let start = index
        guard takes(.colon) else { return }
        type()
        noteType(from: start)
    }

    /// Types with commas between.
    mutating func types() {
        repeat { type() } while takes(.comma)
    }

    /// `<T extends A = B>`, at the `<`.
    mutating func typeParameters() {
        guard let end = typeArguments(from: index, withDefaults: true) else { return giveUp() }
        let start = index
        index = end
        noteType(from: start)
    }

    /// - Returns: The index behind the type that begins at an index; `nil` when none does.
    func typeEnd(from start: Int, depth: Int = 0) -> Int? {
        guard depth < 50 else { return nil }
        var index = start
        if symbol(at: index) == .bar || symbol(at: index) == .ampersand { index += 1 }
        while true {
            while symbol(at: index).isTypePrefix, symbol(at: index + 1).startsType { index += 1 }
            switch symbol(at: index) {
            case .less:
                guard let end = typeArguments(after: index, withDefaults: true),
                    symbol(at: end) == .leftParenthesis
                else { return nil }
                index = end
                continue
            case .leftParenthesis:
                index = partner(of: index) + 1
                if symbol(at: index) == .arrow { return typeEnd(from: index + 1, depth: depth + 1) }
            case .leftBracket, .leftBrace, .templateHead: index = partner(of: index) + 1
            case .plusMinus where symbol(at: index + 1) == .literal: index += 2
            case .import where symbol(at: index + 1) == .leftParenthesis: index = partner(of: index + 1) + 1
            case .literal, .templateWhole, .void, .this, .const: index += 1
            default:
                guard symbol(at: index).isName else { return nil }
                index += 1
            }
            index = suffixEnd(from: index)
            switch symbol(at: index) {
            case .is where !followsNewline(at: index): return typeEnd(from: index + 1, depth: depth + 1)
            case .bar, .ampersand: index += 1
            case .extends where !followsNewline(at: index): return conditionalEnd(from: index + 1, depth: depth + 1)
            default: return index
            }
        }
    }

    /// `.B`, `["c"]`, `[]` and `<D>` behind a type.
    private func suffixEnd(from start: Int) -> Int {
        var index = start
        while true {
            switch symbol(at: index) {
            case .dot where symbol(at: index + 1).isWord: index += 2
            case .leftBracket where !followsNewline(at: index): index = partner(of: index) + 1
            case .less:
                guard let end = typeArguments(after: index) else { return index }
                index = end
            default: return index
            }
        }
    }

    /// `A extends B ? C : D`, behind the word.
    private func conditionalEnd(from start: Int, depth: Int) -> Int? {
        guard let test = typeEnd(from: start, depth: depth) else { return nil }
        guard symbol(at: test) == .question else { return test }
        guard let yes = typeEnd(from: test + 1, depth: depth), symbol(at: yes) == .colon else { return nil }
        return typeEnd(from: yes + 1, depth: depth)
    }

    /// Type arguments or parameters, remembering where there are none: `a < b < c < …` is read once.
    mutating func typeArguments(from start: Int, withDefaults: Bool = false) -> Int? {
        guard start >= noTypeArgumentsBefore else { return innerTypeArguments[start] }
        let scan = scanTypes(from: start, withDefaults: withDefaults)
        if scan.isClosed { return scan.end }
        noTypeArgumentsBefore = scan.end
        noteTypeArguments(in: start..<scan.end)
        return nil
    }

    /// Those that are closed in a range that is none as a whole: `a < f<T>(b);`.
    private mutating func noteTypeArguments(in range: Range<Int>) {
        var open: [Int] = []
        for index in range {
            switch symbol(at: index) {
            case .less: open.append(index)
            case .greater: if let start = open.popLast() { innerTypeArguments[start] = index + 1 }
            case .shiftRight:
                for _ in tokens[index].range { if let start = open.popLast() { innerTypeArguments[start] = index + 1 } }
            default: break
            }
        }
    }

    /// - Returns: The index behind the `>` that belongs to the `<` at an index; `nil` when what is between holds no
    ///   types.
    func typeArguments(after start: Int, withDefaults: Bool = false) -> Int? {
        let scan = scanTypes(from: start, withDefaults: withDefaults)
        return scan.isClosed ? scan.end : nil
    }

    private func scanTypes(from start: Int, withDefaults: Bool) -> (end: Int, isClosed: Bool) {
        var open = 0
        var isConditional = false
        var index = start
        while index < tokens.count {
            switch symbol(at: index) {
            case .less: open += 1
            case .greater: open -= 1
            case .shiftRight: open -= tokens[index].range.count
            case .leftParenthesis, .leftBracket, .leftBrace, .templateHead: index = partner(of: index)
            case .extends: isConditional = true
            case .question, .colon: if !isConditional { return (index, false) }
            case .assign: if !withDefaults { return (index, false) }
            case .comma, .dot, .bar, .ampersand, .arrow, .ellipsis, .literal, .templateWhole, .typeof, .void, .this,
                .new, .in, .const, .import, .plusMinus:
                break
            default: if !symbol(at: index).isName { return (index, false) }
            }
            index += 1
            if open <= 0 { return (index, open == 0) }
        }
        return (index, false)
    }
}

extension ScopeSymbol {
    fileprivate var isTypePrefix: Bool {
        switch self {
        case .keyof, .readonly, .unique, .infer, .typeof, .new, .asserts, .abstract: true
        default: false
        }
    }

    var startsType: Bool {
        switch self {
        case .less, .leftParenthesis, .leftBracket, .leftBrace, .templateHead, .templateWhole, .plusMinus, .import,
            .literal, .void, .this, .const, .typeof, .new, .bar, .ampersand:
            true
        case .is: false
        default: isName
        }
    }
}
