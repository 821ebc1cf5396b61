/// What the tokens so far say about the next one: whether a `/` divides, and whether a `}` goes on with a
/// template literal.
///
/// For `)` and `}` that depends on what their opening bracket was, so it keeps a stack of the open ones.
struct LexicalContext: Sendable {
    /// An open bracket, and what is half read directly inside it.
    struct Level {
        enum Opener {
            case file
            /// `isControl`: of `if`, `for`, `while` or `with`, so a statement follows its end.
            case parenthesis(isControl: Bool, isFor: Bool)
            case bracket
            /// `isExpression`: an object, class or function that is a value, so an operator follows its end.
            case brace(holdsStatements: Bool, isExpression: Bool)
            case template
        }

        let opener: Opener
        /// After `function` or `class`, until its body.
        var pendingFunction: Head?
        var pendingClass: Head?
        /// After `case`, until its colon: the ternaries whose colon is missing.
        var openTernaries: Int?

        init(_ opener: Opener) { self.opener = opener }

        var holdsStatements: Bool {
            switch opener {
            case .file, .brace(holdsStatements: true, _): true
            case .parenthesis, .bracket, .brace, .template: false
            }
        }
    }

    enum Head { case declaration, expression }

    var levels: [Level]
    /// The last token other than trivia.
    var previous: JavaScriptToken?
    /// The last token, when it was a keyword.
    var previousKeyword: JavaScriptKeyword?
    var previousStartsStatement = false
    /// A statement starts after the previous token, whatever follows.
    var statementFollows = true
    /// The previous token can end an expression, so that a `/` divides.
    var endsExpression = false

    init() {
        levels = []
        levels.reserveCapacity(Self.usualNesting)
        levels.append(Level(.file))
    }

    /// What most code does not exceed: room for it is made at once.
    private static let usualNesting = 8

    var isInTemplate: Bool {
        if case .template = levels[levels.count - 1].opener { true } else { false }
    }

    mutating func accept(_ token: JavaScriptToken, in bytes: [UInt8], afterNewline: Bool) {
        let startsStatement = statementFollows || afterNewline && endsExpression
        statementFollows = false
        var keyword: JavaScriptKeyword?
        switch token.kind {
        case .identifier: keyword = accept(name: token, in: bytes, startsStatement: startsStatement)
        case .string:
            // `import "a"` and `from "a"` are whole statements when a line break follows.
            statementFollows = namesModule(in: bytes)
            endsExpression = !statementFollows
        case .number, .privateName, .regularExpression, .unknown: endsExpression = true
        case .template(let piece): accept(piece)
        case .punctuator:
            accept(punctuator: token, in: bytes, startsStatement: startsStatement, afterNewline: afterNewline)
        case .lineComment, .blockComment, .hashbang, .whitespace, .newline: return
        }
        previousStartsStatement = startsStatement || keyword == .async && followsExport
        previous = token
        previousKeyword = keyword
    }

    private mutating func accept(_ piece: JavaScriptToken.TemplatePiece) {
        switch piece {
        case .whole: endsExpression = true
        case .head:
            levels.append(Level(.template))
            endsExpression = false
        case .middle: endsExpression = false
        case .tail:
            levels.removeLast()
            endsExpression = true
        }
    }

    /// - Returns: The keyword that the name is here.
    private mutating func accept(
        name token: JavaScriptToken, in bytes: [UInt8], startsStatement: Bool
    ) -> JavaScriptKeyword? {
        let wasExpression = endsExpression
        endsExpression = true
        guard let keyword = JavaScriptKeyword(bytes, token.range), !followsDot(in: bytes) else { return nil }
        let isKey = bytes[token.range.upperBound...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ":")
        let top = levels.count - 1
        switch keyword {
        case .function where !isKey:
            let isDeclaration =
                previousKeyword == .async
                ? previousStartsStatement : startsStatement || wasExpression || followsExport
            levels[top].pendingFunction = isDeclaration ? .declaration : .expression
        case .class where !isKey:
            // After a decorator, or a name such as `abstract`: nothing else ends an expression there.
            levels[top].pendingClass = startsStatement || wasExpression || followsExport ? .declaration : .expression
        case .case where !isKey:
            if levels[top].holdsStatements { levels[top].openTernaries = 0 }
            endsExpression = false
        case .default:
            if isKey, levels[top].holdsStatements { levels[top].openTernaries = 0 }
            endsExpression = false
        case .else, .do, .try, .finally:
            statementFollows = !isKey
            endsExpression = false
        case .of:
            guard case .parenthesis(_, isFor: true) = levels[top].opener else { return nil }
            endsExpression = !wasExpression
        case .await:
            endsExpression = false
            if previousKeyword == .for { return .for }
        case .return, .typeof, .instanceof, .in, .new, .delete, .void, .throw, .yield, .extends:
            endsExpression = false
        case .function, .class, .case, .async, .if, .while, .for, .with, .export, .import: break
        }
        return keyword
    }

    private var followsExport: Bool { previousKeyword == .export || previousKeyword == .default }

    private func namesModule(in bytes: [UInt8]) -> Bool {
        guard let previous, previous.kind == .identifier, previousKeyword == .import || previousKeyword == nil else {
            return false
        }
        return previousKeyword == .import || bytes[previous.range].elementsEqual("from".utf8)
    }

    private func followsDot(in bytes: [UInt8]) -> Bool {
        guard let previous, previous.kind == .punctuator, previous.range.count < 3 else { return false }
        return bytes[previous.range.upperBound - 1] == UInt8(ascii: ".")
    }
}
