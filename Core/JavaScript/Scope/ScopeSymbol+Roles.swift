/// What may stand where.
extension ScopeSymbol {
    /// Before the name of a class's member, or of a parameter.
    var isModifier: Bool {
        switch self {
        case .abstract, .accessor, .async, .declare, .get, .override, .private, .protected, .public, .readonly, .set,
            .static:
            true
        default: false
        }
    }

    /// Before the name of an object's method.
    var isAccessorWord: Bool { self == .get || self == .set || self == .async }

    var startsKey: Bool {
        isWord || self == .literal || self == .privateName || self == .leftBracket || self == .star
    }

    /// Whether an operand may begin so.
    var startsOperand: Bool {
        switch self {
        case .leftParenthesis, .leftBracket, .leftBrace, .literal, .templateWhole, .templateHead, .bang, .tilde,
            .plusMinus, .step, .class, .function, .new, .super, .this, .typeof, .void, .delete, .import, .less, .at:
            true
        default: isName
        }
    }

    /// Whether the operand before it is a whole one.
    var endsOperand: Bool {
        switch self {
        case .dot, .optionalDot, .leftBracket, .leftParenthesis, .templateWhole, .templateHead, .bang: false
        default: true
        }
    }

    /// Whether `a<b>` before it is a call or a value with type arguments, and no two comparisons.
    var followsTypeArguments: Bool {
        switch self {
        case .leftParenthesis, .templateWhole, .templateHead, .rightParenthesis, .rightBracket, .rightBrace,
            .leftBrace, .semicolon, .comma, .colon, .dot, .optionalDot, .end:
            true
        default: false
        }
    }

    /// Whether a declaration follows the word `declare`.
    var declares: Bool {
        switch self {
        case .const, .let, .var, .function, .class, .abstract, .enum, .namespace, .module, .global, .type, .interface,
            .async:
            true
        default: false
        }
    }
}
