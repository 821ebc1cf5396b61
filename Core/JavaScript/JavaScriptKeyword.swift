/// The words that decide what a following `/` or `{` is.
enum JavaScriptKeyword: Sendable {
    case async, await, `case`, `class`, `default`, delete, `do`, `else`, export, extends, finally, `for`, function
    case `if`, `import`, `in`, instanceof, new, of, `return`, `throw`, `try`, typeof, void, `while`, with, yield

    /// - Returns: `nil` when the name at `range` is none of them.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        // Length and first letter leave at most two; only those are compared.
        func spells(_ word: StaticString, _ keyword: Self) -> Self? {
            for offset in 1..<range.count where bytes[range.lowerBound + offset] != word.utf8Start[offset] {
                return nil
            }
            return keyword
        }
        guard range.count > 1 else { return nil }
        let found: Self? =
            switch (range.count, Unicode.Scalar(bytes[range.lowerBound])) {
            case (2, "d"): spells("do", .do)
            case (2, "i"): spells("if", .if) ?? spells("in", .in)
            case (2, "o"): spells("of", .of)
            case (3, "f"): spells("for", .for)
            case (3, "n"): spells("new", .new)
            case (3, "t"): spells("try", .try)
            case (4, "c"): spells("case", .case)
            case (4, "e"): spells("else", .else)
            case (4, "v"): spells("void", .void)
            case (4, "w"): spells("with", .with)
            case (5, "a"): spells("async", .async) ?? spells("await", .await)
            case (5, "c"): spells("class", .class)
            case (5, "t"): spells("throw", .throw)
            case (5, "w"): spells("while", .while)
            case (5, "y"): spells("yield", .yield)
            case (6, "d"): spells("delete", .delete)
            case (6, "e"): spells("export", .export)
            case (6, "i"): spells("import", .import)
            case (6, "r"): spells("return", .return)
            case (6, "t"): spells("typeof", .typeof)
            case (7, "d"): spells("default", .default)
            case (7, "e"): spells("extends", .extends)
            case (7, "f"): spells("finally", .finally)
            case (8, "f"): spells("function", .function)
            case (10, "i"): spells("instanceof", .instanceof)
            default: nil
            }
        guard let found else { return nil }
        self = found
    }
}
