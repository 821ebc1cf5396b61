import JavaScript

/// The names that a piece of code binds itself, anywhere in it: declarations, parameters, patterns, `catch`.
///
/// Found from tokens, without a parser; a name too many costs no more than an alias that was not needed.
struct BoundNames {
    private(set) var names: Set<String> = []

    private let source: JavaScriptSource
    private let tokens: [JavaScriptToken]
    /// By index: the bracket that belongs to a bracket; -1 for other tokens.
    private var partners: [Int]

    init(_ source: JavaScriptSource) {
        self.source = source
        tokens = source.significantTokens
        partners = Array(repeating: -1, count: tokens.count)
        matchBrackets()
        for index in tokens.indices { read(index) }
    }

    private mutating func matchBrackets() {
        var open: [Int] = []
        for index in tokens.indices {
            if spells(index, "(", "[", "{") {
                open.append(index)
            } else if spells(index, ")", "]", "}"), let opening = open.popLast() {
                partners[opening] = index
                partners[index] = opening
            }
        }
    }

    private mutating func read(_ index: Int) {
        if tokens[index].kind == .identifier, !spells(index - 1, ".", "?."), isBound(index) {
            names.insert(source.text(of: tokens[index]))
        } else if partners[index] > index, isPattern(index) {
            for inner in index + 1..<partners[index]
            where tokens[inner].kind == .identifier && !spells(inner + 1, ":") && !spells(inner - 1, ".", "?.") {
                names.insert(source.text(of: tokens[inner]))
            }
        }
    }

    private func isBound(_ index: Int) -> Bool {
        spells(index - 1, "const", "let", "var", "function", "class") || spells(index + 1, "=>")
            || spells(index - 1, ",") && spells(index + 1, "=", ";")
    }

    /// Whether a bracket opens a pattern, or the parameters of a function.
    private func isPattern(_ index: Int) -> Bool {
        guard spells(index, "(") else { return spells(index - 1, "const", "let", "var") }
        if spells(index - 1, "catch") || spells(partners[index] + 1, "=>") { return true }
        return spells(partners[index] + 1, "{", ":") && !spells(index - 1, "if", "for", "while", "switch", "with")
    }

    private func spells(_ index: Int, _ words: String...) -> Bool {
        tokens.indices.contains(index) && words.contains { source.spells(tokens[index], $0) }
    }
}
