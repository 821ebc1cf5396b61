extension ScopeSymbol {
    /// The word at a range, or `name`.
    static func word(_ bytes: [UInt8], _ range: Range<Int>) -> Self {
        // Length and first letter leave few; only those are compared.
        func spells(_ word: StaticString, _ symbol: Self) -> Self? {
            for offset in 1..<range.count where bytes[range.lowerBound + offset] != word.utf8Start[offset] {
                return nil
            }
            return symbol
        }
        let found: Self? =
            switch (range.count, Unicode.Scalar(bytes[range.lowerBound])) {
            case (2, "a"): spells("as", .as)
            case (2, "d"): spells("do", .do)
            case (2, "i"): spells("if", .if) ?? spells("in", .in) ?? spells("is", .is)
            case (2, "o"): spells("of", .of)
            case (3, "f"): spells("for", .for)
            case (3, "g"): spells("get", .get)
            case (3, "l"): spells("let", .let)
            case (3, "n"): spells("new", .new)
            case (3, "s"): spells("set", .set)
            case (3, "t"): spells("try", .try)
            case (3, "v"): spells("var", .var)
            case (4, "c"): spells("case", .case)
            case (4, "e"): spells("else", .else) ?? spells("enum", .enum)
            case (4, "n"): spells("null", .literal)
            case (4, "t"): spells("this", .this) ?? spells("true", .literal) ?? spells("type", .type)
            case (4, "v"): spells("void", .void)
            case (4, "w"): spells("with", .with)
            case (5, "a"): spells("async", .async) ?? spells("await", .await)
            case (5, "b"): spells("break", .break)
            case (5, "c"): spells("catch", .catch) ?? spells("class", .class) ?? spells("const", .const)
            case (5, "f"): spells("false", .literal)
            case (5, "i"): spells("infer", .infer)
            case (5, "k"): spells("keyof", .keyof)
            case (5, "s"): spells("super", .super)
            case (5, "t"): spells("throw", .throw)
            case (5, "u"): spells("using", .using)
            case (5, "w"): spells("while", .while)
            case (5, "y"): spells("yield", .yield)
            case (6, "d"): spells("delete", .delete)
            case (6, "e"): spells("export", .export)
            case (6, "g"): spells("global", .global)
            case (6, "i"): spells("import", .import)
            case (6, "m"): spells("module", .module)
            case (6, "p"): spells("public", .public)
            case (6, "r"): spells("return", .return)
            case (6, "s"): spells("switch", .switch) ?? spells("static", .static)
            case (6, "t"): spells("typeof", .typeof)
            case (6, "u"): spells("unique", .unique)
            default: long(range.count, bytes[range.lowerBound], spells)
            }
        return found ?? .name
    }

    private static func long(
        _ count: Int, _ first: UInt8, _ spells: (StaticString, Self) -> Self?
    ) -> Self? {
        switch (count, Unicode.Scalar(first)) {
        case (7, "a"): spells("asserts", .asserts)
        case (7, "d"): spells("default", .default) ?? spells("declare", .declare)
        case (7, "e"): spells("extends", .extends)
        case (7, "f"): spells("finally", .finally)
        case (7, "p"): spells("private", .private)
        case (8, "a"): spells("abstract", .abstract) ?? spells("accessor", .accessor)
        case (8, "c"): spells("continue", .continue)
        case (8, "d"): spells("debugger", .debugger)
        case (8, "f"): spells("function", .function)
        case (8, "o"): spells("override", .override)
        case (8, "r"): spells("readonly", .readonly)
        case (9, "a"): spells("arguments", .arguments)
        case (9, "i"): spells("interface", .interface)
        case (9, "n"): spells("namespace", .namespace)
        case (9, "p"): spells("protected", .protected)
        case (9, "s"): spells("satisfies", .satisfies)
        case (10, "i"): spells("instanceof", .instanceof) ?? spells("implements", .implements)
        default: nil
        }
    }
}
