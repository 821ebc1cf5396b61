/// Walks the tokens as JavaScript's grammar has them, and notes what declares and what uses a name.
///
/// Brackets are matched first, so that nothing is read twice: whether parentheses hold parameters is seen from what
/// follows them. Expressions are operands between operators; precedence changes no name's meaning.
struct ScopeParser {
    private(set) var tokens: [JavaScriptToken] = []
    /// What each token is, and one behind the last.
    private var cells: [Cell] = []
    let bytes: [UInt8]

    var index = 0
    private(set) var isComplete = true
    /// Of the function at hand.
    var awaits = false
    var returns = false
    private(set) var references: [ScopeAnalysis.Reference] = []
    private(set) var declarations: [ScopeAnalysis.Declaration] = []
    /// By scope of a function that has a `this` of its own: the declaration that stands for it.
    private(set) var ownThis: [Int: Int] = [:]

    /// By scope: the one around it.
    private(set) var parents = [-1]
    private(set) var scope = 0
    /// The scope of the function around.
    private(set) var functionScope = 0
    /// How many functions around do not run where they stand.
    private(set) var deferrals = 0
    /// Whether the operand that is read next is an argument, so that a function is called where it stands.
    var isArgument = false
    private(set) var depth = 0
    /// A scan for type arguments that began earlier failed here: another one before would too.
    var noTypeArgumentsBefore = 0
    /// Type arguments in what failed as a whole: the index behind each, by that of its `<`.
    var innerTypeArguments: [Int: Int] = [:]

    /// What only TypeScript has, as ranges of tokens.
    private(set) var typeRanges: [Range<Int>] = []

    /// Deeper code is not followed.
    private static let deepest = 160

    /// What most code does not exceed: room for it is made at once.
    static let usualNesting = 8
    private static let tokensAReference = 3

    private struct Cell {
        let symbol: ScopeSymbol
        /// Whether a line break stands before it.
        let followsNewline: Bool
        /// Of an opening bracket: the index of the closing one.
        var partner: Int32 = -1
    }

    init(_ source: JavaScriptSource) {
        bytes = source.bytes
        let capacity = source.tokens.count
        tokens.reserveCapacity(capacity)
        cells.reserveCapacity(capacity + 1)
        var open: [(index: Int, symbol: ScopeSymbol)] = []
        open.reserveCapacity(Self.usualNesting)
        var newline = true
        for token in source.tokens {
            if token.isTrivia {
                newline = newline || token.kind == .newline || token.kind == .blockComment
                continue
            }
            let symbol = ScopeSymbol(token, in: bytes)
            let index = tokens.count
            tokens.append(token)
            cells.append(Cell(symbol: symbol, followsNewline: newline))
            newline = false
            if symbol.opens {
                open.append((index, symbol))
            } else if symbol.closes {
                guard let last = open.popLast(), last.symbol.isClosed(by: symbol) else {
                    isComplete = false
                    continue
                }
                cells[last.index].partner = Int32(index)
            }
        }
        if !open.isEmpty { isComplete = false }
        for bracket in open { cells[bracket.index].partner = Int32(tokens.count) }
        cells.append(Cell(symbol: .end, followsNewline: true))
        references.reserveCapacity(tokens.count / Self.tokensAReference)
        declarations.reserveCapacity(Self.usualNesting)
    }
}

/// Looking at tokens.
extension ScopeParser {
    var symbol: ScopeSymbol { cells[index].symbol }

    func symbol(after distance: Int) -> ScopeSymbol { symbol(at: index + distance) }

    func symbol(at index: Int) -> ScopeSymbol { index < cells.count ? cells[index].symbol : .end }

    /// Whether a line break stands before the token.
    func followsNewline(after distance: Int = 0) -> Bool { followsNewline(at: index + distance) }

    func followsNewline(at index: Int) -> Bool { index < cells.count ? cells[index].followsNewline : true }

    /// The bracket that closes the one at an index; the end of the code when none does.
    func partner(of index: Int) -> Int {
        let partner = cells[index].partner
        return partner >= 0 ? Int(partner) : tokens.count
    }

    func spells(_ index: Int, _ word: StaticString) -> Bool {
        let range = tokens[index].range
        guard range.count == word.utf8CodeUnitCount else { return false }
        return range.indices.allSatisfy { bytes[$0] == word.utf8Start[$0 - range.lowerBound] }
    }

    mutating func takes(_ symbol: ScopeSymbol) -> Bool {
        guard self.symbol == symbol else { return false }
        index += 1
        return true
    }

    /// Marks the code as not understood: it has syntax outside this parser.
    mutating func giveUp() { isComplete = false }

    /// Goes behind a bracket, whose content ends here unless it was not understood.
    mutating func close(at end: Int) {
        if index != end || end >= tokens.count { giveUp() }
        index = min(end + 1, tokens.count)
    }

    /// Runs `body` one level deeper; too deep, the code ends here.
    mutating func nested(_ body: (inout ScopeParser) -> Void) {
        guard depth < Self.deepest else {
            giveUp()
            return index = tokens.count
        }
        depth += 1
        body(&self)
        depth -= 1
    }
}

/// Noting names.
extension ScopeParser {
    mutating func declare(_ kind: ScopeAnalysis.Declaration.Kind, at token: Int, in scope: Int? = nil) {
        let scope = scope ?? self.scope
        declarations.append(.init(token: token, kind: kind, isTopLevel: scope == 0, scope: scope))
    }

    /// Notes that all from a token up to here is of TypeScript's only.
    mutating func noteType(from start: Int) {
        if start < index { typeRanges.append(start..<index) }
    }

    mutating func refer(to token: Int, isTypeof: Bool = false) {
        references.append(
            .init(token: token, declaration: nil, isTypeof: isTypeof, isImmediate: deferrals == 0, scope: scope))
    }

    mutating func setDeclaration(_ declaration: Int, of reference: Int) {
        references[reference].declaration = declaration
    }

    mutating func inBlock(_ body: (inout ScopeParser) -> Void) {
        let outer = scope
        parents.append(scope)
        scope = parents.count - 1
        nested(body)
        scope = outer
    }

    /// - Parameters:
    ///   - hasThis: Whether `this` and `arguments` are its own, as in all functions but arrows.
    ///   - isDeferred: Whether it runs later than the code around it, if at all.
    mutating func inFunction(hasThis: Bool, isDeferred: Bool, _ body: (inout ScopeParser) -> Void) {
        let (outer, awaited, returned) = (functionScope, awaits, returns)
        if isDeferred { deferrals += 1 }
        inBlock {
            $0.functionScope = $0.scope
            if hasThis { $0.declareThis() }
            body(&$0)
        }
        if isDeferred { deferrals -= 1 }
        (functionScope, awaits, returns) = (outer, awaited, returned)
    }

    private mutating func declareThis() {
        ownThis[scope] = declarations.count
        declarations.append(.init(token: nil, kind: .parameter, isTopLevel: false, scope: scope))
    }
}

extension ScopeSymbol {
    var opens: Bool {
        switch self {
        case .leftParenthesis, .leftBracket, .leftBrace, .templateHead: true
        default: false
        }
    }

    var closes: Bool {
        switch self {
        case .rightParenthesis, .rightBracket, .rightBrace, .templateTail: true
        default: false
        }
    }

    func isClosed(by symbol: Self) -> Bool {
        switch self {
        case .leftParenthesis: symbol == .rightParenthesis
        case .leftBracket: symbol == .rightBracket
        case .leftBrace: symbol == .rightBrace
        case .templateHead: symbol == .templateTail
        default: false
        }
    }
}
