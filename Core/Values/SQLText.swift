/// SQL as its tokens, where what is known of a statement is all that is needed of it ("SQL As Understood By SQLite").
public struct SQLText: Sendable {
    enum Token: Sendable, Equatable {
        case word(String)
        /// A name in backticks or brackets.
        case name(String)
        /// A text in single quotes; one in double quotes, which SQLite takes for a text where no name fits.
        case text(String)
        case number
        case mark(Character)
        /// White space and comments.
        case space
    }

    let tokens: [Token]

    public init(_ sql: String) {
        var reader = SQLReader(sql)
        var tokens: [Token] = []
        while let token = reader.next() { tokens.append(token) }
        self.tokens = tokens
    }

    /// The text without the values and comments in it: `?` takes their place.
    public var withoutValues: String {
        tokens.map { token in
            switch token {
            case .word(let text), .name(let text): text
            case .text, .number: "?"
            case .mark(let mark): String(mark)
            case .space: " "
            }
        }.joined()
    }

    /// Whether every statement is one that can only read. What is not known to be one counts as none.
    public var onlyReads: Bool {
        tokens.filter { $0 != .space }.split(separator: .mark(";")).allSatisfy { Self.isReading(Array($0)) }
    }

    private static let changing: Set = ["INSERT", "UPDATE", "DELETE", "REPLACE"]
    private static let readingPragmas: Set = [
        "TABLE_LIST", "TABLE_INFO", "TABLE_XINFO", "INDEX_LIST", "INDEX_INFO", "INDEX_XINFO", "FOREIGN_KEY_LIST",
    ]

    private static func isReading(_ statement: [Token]) -> Bool {
        let words = statement.map { if case .word(let word) = $0 { word.uppercased() } else { "" } }
        switch words.first {
        case "SELECT", "VALUES", "EXPLAIN": return true
        case "WITH": return !words.contains(where: changing.contains)
        case "PRAGMA": return words.count > 1 && readingPragmas.contains(words[1]) && !statement.contains(.mark("="))
        default: return false
        }
    }
}

/// Reads one token after another.
private struct SQLReader {
    private var rest: Substring

    init(_ sql: String) { rest = Substring(sql) }

    mutating func next() -> SQLText.Token? {
        guard let first = rest.first else { return nil }
        if first.isWhitespace || rest.hasPrefix("--") || rest.hasPrefix("/*") { return space() }
        switch first {
        case "'", "\"": return .text(quoted(by: first))
        case "`": return .name("`\(quoted(by: first))`")
        case "[":
            let name = take(through: "]")
            return .name(name)
        case "0"..."9": return number()
        case _ where Self.isOfWord(first): return .word(take(while: Self.isOfWord))
        default:
            rest.removeFirst()
            return .mark(first)
        }
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character == "_" || character == "$" || character.isLetter || character.isNumber
    }

    private mutating func number() -> SQLText.Token {
        _ = take { Self.isOfWord($0) || $0 == "." }
        return .number
    }

    private mutating func space() -> SQLText.Token {
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if rest.hasPrefix("--") {
                _ = take { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                _ = take(through: "*/")
            } else {
                break
            }
        }
        return .space
    }

    /// What is between two marks; a mark that is doubled is one within.
    private mutating func quoted(by mark: Character) -> String {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == mark {
                guard rest.first == mark else { break }
                rest.removeFirst()
            }
            text.append(character)
        }
        return text
    }

    private mutating func take(while isPart: (Character) -> Bool) -> String {
        let part = rest.prefix(while: isPart)
        rest = rest[part.endIndex...]
        return String(part)
    }

    /// With the end, or everything where there is none.
    private mutating func take(through end: String) -> String {
        guard let range = rest.firstRange(of: end) else {
            defer { rest = "" }
            return String(rest)
        }
        defer { rest = rest[range.upperBound...] }
        return String(rest[..<range.upperBound])
    }
}
