import JavaScript

/// `import … from "…"`.
struct ImportStatement {
    struct Name: Hashable {
        enum Kind: Hashable {
            case `default`
            case namespace
            /// What the module calls it.
            case named(String)
        }

        let kind: Kind
        /// What the importing code calls it.
        let local: String
        let isType: Bool
    }

    /// The literal, quotes included.
    let module: String
    /// `{ type: "json" }` after `with`.
    let attributes: String?
    let names: [Name]
    /// The tokens of the statement, its semicolon included.
    let tokens: Range<Int>

    /// - Parameters:
    ///   - tokens: Without white space and comments.
    ///   - start: Of the word `import`.
    /// - Returns: `nil` for `import(…)`, `import.meta` and other statements.
    init?(_ source: JavaScriptSource, _ tokens: [JavaScriptToken], at start: Int) {
        var reader = Reader(source: source, tokens: tokens, index: start + 1)
        // With a phase it stays where it is, and the parser tells of it.
        guard !reader.sees("("), !reader.sees("."), !reader.seesPhase else { return nil }
        let isType = reader.sees("type") && !reader.sees("from", after: 1) && !reader.sees(",", after: 1)
        if isType { reader.index += 1 }
        var names: [Name] = []
        while let token = reader.token, !token.isString {
            if reader.takes("*") {
                guard reader.takes("as"), let local = reader.takeName() else { return nil }
                names.append(Name(kind: .namespace, local: local, isType: isType))
            } else if reader.takes("{") {
                guard let named = reader.takeNamed(areTypes: isType) else { return nil }
                names += named
            } else if !reader.takes(","), !reader.takes("from") {
                guard let local = reader.takeName() else { return nil }
                names.append(Name(kind: .default, local: local, isType: isType))
            }
        }
        guard let module = reader.takeString() else { return nil }
        attributes = reader.takes("with") ? reader.takeBraces() : nil
        _ = reader.takes(";")
        self.module = module
        self.names = names
        self.tokens = start..<reader.index
    }
}

extension ImportStatement {
    private struct Reader {
        let source: JavaScriptSource
        let tokens: [JavaScriptToken]
        var index: Int

        var token: JavaScriptToken? { tokens.indices.contains(index) ? tokens[index] : nil }

        func sees(_ word: String, after distance: Int = 0) -> Bool {
            tokens.indices.contains(index + distance) && source.spells(tokens[index + distance], word)
        }

        /// `defer * as a`, `source a`: a proposal's, and no names of defaults.
        var seesPhase: Bool {
            if sees("defer") { return sees("*", after: 1) }
            guard sees("source"), tokens.indices.contains(index + 1) else { return false }
            return tokens[index + 1].kind == .identifier && (!sees("from", after: 1) || sees("from", after: 2))
        }

        mutating func takes(_ word: String) -> Bool {
            guard sees(word) else { return false }
            index += 1
            return true
        }

        mutating func takeName() -> String? {
            guard let token, token.kind == .identifier else { return nil }
            index += 1
            return source.text(of: token)
        }

        mutating func takeString() -> String? {
            guard let token, token.isString else { return nil }
            index += 1
            return source.text(of: token)
        }

        /// `a, b as c, type D }`
        mutating func takeNamed(areTypes: Bool) -> [Name]? {
            var names: [Name] = []
            while !takes("}") {
                let isType = sees("type") && !sees(",", after: 1) && !sees("}", after: 1) && !sees("as", after: 1)
                if isType { index += 1 }
                guard let imported = takeName() ?? takeString() else { return nil }
                guard let local = takes("as") ? takeName() : imported else { return nil }
                names.append(Name(kind: .named(imported), local: local, isType: isType || areTypes))
                guard takes(",") || sees("}") else { return nil }
            }
            return names
        }

        mutating func takeBraces() -> String? {
            guard let start = token, takes("{") else { return nil }
            while let token {
                index += 1
                if source.spells(token, "}") { return source.text(start.range.lowerBound..<token.range.upperBound) }
            }
            return nil
        }
    }
}

extension JavaScriptToken {
    fileprivate var isString: Bool {
        if case .string = kind { true } else { false }
    }
}
