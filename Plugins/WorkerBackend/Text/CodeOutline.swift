import JavaScript

/// What one pass over code shows without its tokens, which most code needs for nothing else.
struct CodeOutline {
    /// Words for which the tokens are worth a look, wherever they stand.
    struct Words: OptionSet {
        let rawValue: UInt8

        static let environment = Words(rawValue: 1)
        static let imports = Words(rawValue: 2)
        static let exports = Words(rawValue: 4)
        static let context = Words(rawValue: 8)
        static let fetch = Words(rawValue: 16)
        static let returns = Words(rawValue: 32)
        static let textHelper = Words(rawValue: 64)
        static let all = Words(rawValue: 127)
    }

    private(set) var words: Words = []
    /// All brackets and literals have their ends, and there is neither a comment nor a regular expression. Of other code
    /// only the tokens tell.
    private(set) var isPlain = true
    /// Whether a literal has a line break in it; known of plain code only.
    private(set) var hasLongLiteral = false

    /// The open brackets, innermost last.
    private var open: [UInt8] = []

    init(_ bytes: [UInt8]) {
        // A first line that is a comment.
        isPlain = bytes.first != UInt8(ascii: "#")
        bytes.withUnsafeBufferPointer { scan($0) }
        isPlain = isPlain && open.isEmpty
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if JavaScriptLexer.isNamePart(byte) {
                let start = index
                repeat { index += 1 } while index < bytes.count && JavaScriptLexer.isNamePart(bytes[index])
                note(UnsafeBufferPointer(rebasing: bytes[start..<index]))
            } else {
                index = isPlain ? pass(byte, bytes, at: index) : index + 1
            }
        }
    }

    /// - Returns: Where to go on.
    private mutating func pass(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
        case UInt8(ascii: ")"): close(UInt8(ascii: "("))
        case UInt8(ascii: "]"): close(UInt8(ascii: "["))
        case UInt8(ascii: "}"):
            if open.last == UInt8(ascii: "`") { return passTemplate(bytes, from: index + 1) }
            close(UInt8(ascii: "{"))
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return passString(byte, bytes, from: index + 1)
        case UInt8(ascii: "`"):
            open.append(byte)
            return passTemplate(bytes, from: index + 1)
        case UInt8(ascii: "/"), UInt8(ascii: "\\"): isPlain = false
        default: break
        }
        return index + 1
    }

    private mutating func close(_ opening: UInt8) {
        if open.popLast() != opening { isPlain = false }
    }

    private mutating func passString(_ quote: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case quote: return index + 1
            case 0x0A, 0x0D, UInt8(ascii: "\\"):
                isPlain = false
                return start
            default: index += 1
            }
        }
        isPlain = false
        return start
    }

    /// The text of a template up to its end, or to the code in it.
    private mutating func passTemplate(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "`"):
                open.removeLast()
                return index + 1
            case UInt8(ascii: "$") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{"):
                return index + 2
            case UInt8(ascii: "\\"):
                isPlain = false
                return start
            case 0x0A, 0x0D: hasLongLiteral = true
            default: break
            }
            index += 1
        }
        isPlain = false
        return start
    }

    /// - Parameter word: Digits and letters as far as they go together.
    private mutating func note(_ word: UnsafeBufferPointer<UInt8>) {
        switch (word.count, word[0]) {
        case (3, UInt8(ascii: "e")): if spells(word, "env") { words.insert(.environment) }
        case (3, UInt8(ascii: "c")): if spells(word, "ctx") { words.insert(.context) }
        case (5, UInt8(ascii: "f")): if spells(word, "fetch") { words.insert(.fetch) }
        case (5, UInt8(ascii: "$")): if spells(word, "$text") { words.insert(.textHelper) }
        case (6, UInt8(ascii: "i")): if spells(word, "import") { words.insert(.imports) }
        case (6, UInt8(ascii: "e")): if spells(word, "export") { words.insert(.exports) }
        case (6, UInt8(ascii: "r")): if spells(word, "return") { words.insert(.returns) }
        case (2..., UInt8(ascii: "0")...UInt8(ascii: "9")):
            // A number may end within.
            if !word.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { words = .all }
        default: break
        }
    }

    private func spells(_ word: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
        for index in word.indices where word[index] != name.utf8Start[index] { return false }
        return true
    }
}
