import JavaScript

/// The tokens of a text, and which of them are inside no bracket.
struct TopLevel {
    let source: JavaScriptSource
    /// Without white space and comments.
    let tokens: [JavaScriptToken]
    /// The indexes of the tokens that are in no bracket, brackets themselves included.
    private(set) var indexes: [Int] = []

    init(_ source: JavaScriptSource) {
        self.source = source
        tokens = source.significantTokens
        var depth = 0
        for index in tokens.indices {
            switch tokens[index].kind {
            case .template(.head):
                if depth == 0 { indexes.append(index) }
                depth += 1
            case .template(.tail): depth -= 1
            case .punctuator where isOne(of: "([{", index):
                if depth == 0 { indexes.append(index) }
                depth += 1
            case .punctuator where isOne(of: ")]}", index):
                depth -= 1
                if depth == 0 { indexes.append(index) }
            default: if depth == 0 { indexes.append(index) }
            }
        }
    }

    func spells(_ index: Int, _ word: String) -> Bool {
        tokens.indices.contains(index) && source.spells(tokens[index], word)
    }

    func text(_ index: Int) -> String { source.text(of: tokens[index]) }

    func isName(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .identifier }

    /// From the start of one token to the end of another.
    func range(_ first: Int, _ last: Int) -> Range<Int> {
        tokens[first].range.lowerBound..<tokens[last].range.upperBound
    }

    /// The bracket that closes the one at an index.
    func end(of opening: Int) -> Int? { indexes.first { $0 > opening && isOne(of: ")]}", $0) } }

    /// The import statements, also those within functions, where none may be: whoever lifts them makes them right.
    var imports: [ImportStatement] {
        guard source.occurrences(of: "import") > 0 else { return [] }
        return tokens.indices.compactMap { index in
            guard spells(index, "import"), !spells(index - 1, ".") else { return nil }
            return ImportStatement(source, tokens, at: index)
        }
    }

    /// The names that declarations bind.
    var declaredNames: Set<String> {
        Set(
            indexes.compactMap { index in
                guard isName(index), Self.declarators.contains(text(index)), !spells(index - 1, ".") else { return nil }
                let name = spells(index + 1, "*") ? index + 2 : index + 1
                return isName(name) ? text(name) : nil
            })
    }

    private static let declarators: Set<String> = [
        "function", "class", "const", "let", "var", "interface", "type", "enum", "namespace",
    ]

    private func isOne(of brackets: StaticString, _ index: Int) -> Bool {
        guard tokens[index].kind == .punctuator, tokens[index].range.count == 1 else { return false }
        let byte = source.bytes[tokens[index].range.lowerBound]
        return UnsafeBufferPointer(start: brackets.utf8Start, count: brackets.utf8CodeUnitCount).contains(byte)
    }
}
