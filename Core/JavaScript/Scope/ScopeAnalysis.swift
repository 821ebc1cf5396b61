/// The names of a piece of JavaScript or TypeScript: which it declares, and which it expects from around it.
///
/// One pass over the tokens, linear in their number, without a syntax tree. Types are skipped. Code that it does not
/// understand makes it incomplete, never wrong about what it did understand.
public struct ScopeAnalysis: Sendable {
    /// What the text is.
    public enum Form: Sendable {
        /// The statements of an async function's body, or of a module.
        case statements
        /// One expression.
        case expression
    }

    /// A use of a name as a value.
    public struct Reference: Sendable, Hashable {
        /// Of the name, in ``ScopeAnalysis/tokens``.
        public let token: Int
        /// The declaration that the code itself has for it; `nil` when the name is free.
        public internal(set) var declaration: Int?
        /// Whether it stands directly behind `typeof`, where an undefined name is allowed.
        public let isTypeof: Bool
        /// Whether it runs with the code around it: not in a function that is declared, kept or handed to `step`.
        public let isImmediate: Bool
        let scope: Int
    }

    /// A name that the code declares.
    public struct Declaration: Sendable, Hashable {
        public enum Kind: Sendable, Hashable { case variable, parameter, function, `class`, `import`, type }

        /// Of the name, in ``ScopeAnalysis/tokens``; `nil` for what a function has without declaring it (`this`).
        public let token: Int?
        public let kind: Kind
        /// Whether it is declared outside all functions and blocks of the code.
        public let isTopLevel: Bool
        let scope: Int
    }

    public let source: JavaScriptSource
    /// Without white space and comments.
    public let tokens: [JavaScriptToken]
    /// In the order of the text; `this` and `arguments` are among them.
    public let references: [Reference]
    public let declarations: [Declaration]
    /// What only TypeScript has, as ranges of ``tokens``: without it the code is JavaScript. Declarations of types and
    /// what classes have of it are not among them.
    public let typeRanges: [Range<Int>]
    /// Whether all of the code was understood. Where not, a free name may be one that the code declares.
    public let isComplete: Bool
    /// Whether there is an `await` outside the functions in the code.
    public let awaits: Bool
    /// Whether there is a `return` outside the functions in the code.
    public let returns: Bool

    public init(_ source: JavaScriptSource, as form: Form = .statements) {
        var parser = ScopeParser(source)
        switch form {
        case .statements: parser.program()
        case .expression: parser.wholeExpression()
        }
        parser.resolve()
        self.source = source
        tokens = parser.tokens
        references = parser.references
        declarations = parser.declarations
        typeRanges = parser.typeRanges
        isComplete = parser.isComplete
        awaits = parser.awaits
        returns = parser.returns
    }

    /// The names that the code expects from around it, in the order of the text.
    public var freeReferences: some Sequence<Reference> { references.lazy.filter { $0.declaration == nil } }

    /// Whether the code declares a name, anywhere in it.
    public func declares(_ name: String) -> Bool {
        declarations.contains { declaration in declaration.token.map { source.spells(tokens[$0], name) } ?? false }
    }

    /// The names that it declares, anywhere in it.
    public var declaredNames: Set<String> {
        Set(declarations.lazy.compactMap { declaration in declaration.token.map { text($0) } })
    }

    public func text(_ token: Int) -> String { source.text(of: tokens[token]) }

    public func text(of reference: Reference) -> String { text(reference.token) }

    public func line(of reference: Reference) -> Int { source.line(at: tokens[reference.token].range.lowerBound) }

    /// Whether the token at an index, which may be outside the code, is spelled so.
    public func spells(_ index: Int, _ word: String) -> Bool {
        tokens.indices.contains(index) && source.spells(tokens[index], word)
    }
}
