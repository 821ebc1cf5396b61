/// Expressions: operands between operators.
extension ScopeParser {
    mutating func expression(withCommas: Bool = true, withIn: Bool = true) {
        var ternaries = 0
        var isMissing = false
        while operand(inTernary: ternaries > 0) {
            isMissing = true
            switch symbol {
            case .comma where withCommas: index += 1
            case .question:
                ternaries += 1
                index += 1
            case .colon where ternaries > 0:
                ternaries -= 1
                index += 1
            case .in where withIn: index += 1
            case .binary, .assign, .less, .greater, .shiftRight, .star, .bar, .ampersand, .plusMinus, .instanceof:
                index += 1
            default:
                if ternaries > 0 { giveUp() }
                return
            }
        }
        // An operator without its operand; where nothing is, that is for the caller to judge.
        if isMissing { giveUp() }
    }

    /// - Returns: Whether there was one.
    mutating func operand(inTernary: Bool) -> Bool {
        let isArgument = self.isArgument
        self.isArgument = false
        var isTypeof = false
        var hasPrefix = false
        while true {
            switch symbol {
            case .bang, .tilde, .plusMinus, .step, .void, .delete, .ellipsis: isTypeof = false
            case .typeof: isTypeof = true
            case .await where symbol(after: 1) != .arrow: awaits = true
            case .new where symbol(after: 1) != .dot: break
            case .yield where symbol(after: 1) != .arrow:
                index += 1
                _ = takes(.star)
                if symbol.startsOperand, !followsNewline() { return operand(inTernary: inTernary) }
                return true
            case .less:
                // `<T>(x) => …` or an assertion `<T>x`.
                guard let end = typeArguments(from: index, withDefaults: true) else { return false }
                let start = index
                index = end
                noteType(from: start)
                if symbol == .leftParenthesis, isArrow(at: index, inTernary: false) {
                    nested { $0.arrow(isDeferred: !isArgument) }
                    return true
                }
                continue
            default:
                let start = index
                var primary = Primary.value
                nested { primary = $0.primary(isTypeof: isTypeof, isArgument: isArgument, inTernary: inTernary) }
                guard index > start else {
                    if hasPrefix { giveUp() }
                    return false
                }
                if primary != .arrow { nested { $0.suffixes(ofStep: primary == .step) } }
                return true
            }
            hasPrefix = true
            index += 1
        }
    }

    private enum Primary {
        case value
        /// The name `step`: what it calls, runs in a step.
        case step
        /// Nothing that follows belongs to it.
        case arrow
    }

    private mutating func primary(isTypeof: Bool, isArgument: Bool, inTernary: Bool) -> Primary {
        switch symbol {
        case .literal, .privateName, .templateWhole, .super: index += 1
        case .this:
            refer(to: index)
            index += 1
        case .templateHead: template()
        case .leftParenthesis:
            if isArrow(at: index, inTernary: inTernary) {
                arrow(isDeferred: !isArgument)
                return .arrow
            } else {
                let end = partner(of: index)
                index += 1
                // A function in parentheses that is called at once.
                self.isArgument = symbol(at: end + 1) == .leftParenthesis
                expression()
                self.isArgument = false
                close(at: end)
            }
        case .leftBracket: array()
        case .leftBrace: object()
        case .function: functionExpression(isDeferred: !isArgument)
        case .class: classExpression()
        case .at: decorators()
        case .new, .import:
            // `new.target`, `import.meta`, `import(…)`.
            index += 1
            if takes(.dot) { index += 1 }
        case .async where !followsNewline(after: 1) && symbol(after: 1) == .function:
            index += 1
            functionExpression(isDeferred: !isArgument)
        case .async where !followsNewline(after: 1) && startsAsyncArrow():
            index += 1
            arrow(isDeferred: !isArgument)
            return .arrow
        default:
            guard symbol.isName else { return .value }
            if symbol(after: 1) == .arrow {
                arrow(isDeferred: !isArgument)
                return .arrow
            }
            refer(to: index, isTypeof: isTypeof && symbol(after: 1).endsOperand)
            index += 1
            return spells(index - 1, "step") ? .step : .value
        }
        return .value
    }

    /// What follows an operand and belongs to it.
    private mutating func suffixes(ofStep isStep: Bool) {
        while true {
            switch symbol {
            case .dot, .optionalDot:
                index += 1
                if symbol.isWord || symbol == .privateName || symbol == .literal {
                    index += 1
                } else if symbol != .leftParenthesis, symbol != .leftBracket, symbol != .less {
                    return giveUp()
                }
            case .leftBracket:
                let end = partner(of: index)
                index += 1
                expression()
                close(at: end)
            case .leftParenthesis: arguments(ofStep: isStep)
            case .templateWhole: index += 1
            case .templateHead: template()
            case .bang where !followsNewline():
                index += 1
                noteType(from: index - 1)
            case .step where !followsNewline(): index += 1
            case .less:
                guard let end = typeArguments(from: index), symbol(at: end).followsTypeArguments else { return }
                let start = index
                index = end
                noteType(from: start)
            case .as where !followsNewline(), .satisfies where !followsNewline():
                guard symbol(after: 1).startsType else { return }
                let start = index
                index += 1
                if !takes(.const) { type() }
                noteType(from: start)
            default: return
            }
        }
    }

    private mutating func arguments(ofStep isStep: Bool) {
        let end = partner(of: index)
        index += 1
        while index < end {
            isArgument = !isStep
            let start = index
            expression(withCommas: false)
            isArgument = false
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    private mutating func array() {
        let end = partner(of: index)
        index += 1
        while index < end {
            if takes(.comma) { continue }
            let start = index
            expression(withCommas: false)
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    mutating func template() {
        let end = partner(of: index)
        index += 1
        while index < end {
            expression()
            if !takes(.templateMiddle) { break }
        }
        close(at: end)
    }

    private mutating func object() {
        let end = partner(of: index)
        index += 1
        while index < end {
            let start = index
            nested { $0.member() }
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    private mutating func member() {
        if takes(.ellipsis) { return expression(withCommas: false) }
        while symbol == .star || symbol.isAccessorWord && symbol(after: 1).startsKey { index += 1 }
        let key = index
        guard self.key() else { return giveUp() }
        switch symbol {
        case .colon:
            index += 1
            expression(withCommas: false)
        case .leftParenthesis, .less: functionRest(hasThis: true, isDeferred: true)
        default:
            guard symbol(at: key).isName else { return }
            refer(to: key)
            if takes(.assign) { expression(withCommas: false) }
        }
    }

    /// The name of a member.
    mutating func key() -> Bool {
        if symbol == .leftBracket {
            let end = partner(of: index)
            index += 1
            expression()
            close(at: end)
            return true
        }
        guard symbol.isWord || symbol == .literal || symbol == .privateName else { return false }
        index += 1
        return true
    }
}
