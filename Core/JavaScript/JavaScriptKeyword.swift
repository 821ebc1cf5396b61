/// The words that decide what a following `/` or `{` is.
enum JavaScriptKeyword: Sendable {
    case async, await, `case`, `class`, `default`, delete, `do`, `else`, export, extends, finally, `for`, function
    case `if`, `import`, `in`, instanceof, new, of, `return`, `throw`, `try`, typeof, void, `while`, with, yield

    /// - Returns: `nil` when the name at `range` is none of them.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        // Most names are ruled out by length and first letter, without making a string.
        guard range.count >= 2, range.count <= 10, bytes[range.lowerBound] >= UInt8(ascii: "a"),
            bytes[range.lowerBound] <= UInt8(ascii: "y")
        else { return nil }
        let word = String(decoding: bytes[range], as: UTF8.self)
        let found: Self? =
            switch range.count {
            case 2: Self.ofTwo(word)
            case 3: Self.ofThree(word)
            case 4: Self.ofFour(word)
            case 5: Self.ofFive(word)
            case 6: Self.ofSix(word)
            case 7: Self.ofSeven(word)
            case 8: word == "function" ? .function : nil
            default: word == "instanceof" ? .instanceof : nil
            }
        guard let found else { return nil }
        self = found
    }

    private static func ofTwo(_ word: String) -> Self? {
        switch word {
        case "do": .do
        case "if": .if
        case "in": .in
        case "of": .of
        default: nil
        }
    }

    private static func ofThree(_ word: String) -> Self? {
        switch word {
        case "for": .for
        case "new": .new
        case "try": .try
        default: nil
        }
    }

    private static func ofFour(_ word: String) -> Self? {
        switch word {
        case "case": .case
        case "else": .else
        case "void": .void
        case "with": .with
        default: nil
        }
    }

    private static func ofFive(_ word: String) -> Self? {
        switch word {
        case "async": .async
        case "await": .await
        case "class": .class
        case "throw": .throw
        case "while": .while
        case "yield": .yield
        default: nil
        }
    }

    private static func ofSix(_ word: String) -> Self? {
        switch word {
        case "delete": .delete
        case "export": .export
        case "import": .import
        case "return": .return
        case "typeof": .typeof
        default: nil
        }
    }

    private static func ofSeven(_ word: String) -> Self? {
        switch word {
        case "default": .default
        case "extends": .extends
        case "finally": .finally
        default: nil
        }
    }
}
