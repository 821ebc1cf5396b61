/// SQL as its tokens, where what is known of a statement is all that is needed of it ("SQL As Understood By SQLite").
public struct SQLText: Sendable {
    enum Token: Sendable, Equatable {
        /// A keyword, or a name without quotes.
        case word(String)
        /// A name in backticks or brackets, or of a variable.
        case name(String)
        /// A text in single quotes, a blob; a text in double quotes, which SQLite takes for one where no name fits.
        case text(String)
        case number
        case mark(Unicode.Scalar)
        /// White space and comments.
        case space
        /// What SQLite refuses, or reads in another way from one version to the next, and everything behind it.
        case unclear
    }

    let tokens: [Token]
    let sql: String

    public init(_ sql: String) {
        var reader = SQLReader(sql)
        var tokens: [Token] = []
        while let token = reader.next() { tokens.append(token) }
        self.tokens = tokens
        self.sql = sql
    }

    /// Whether every statement is one that can only read. What is not known to be one counts as none.
    public var onlyReads: Bool {
        guard !tokens.contains(.unclear) else { return false }
        return tokens.filter { $0 != .space }.split(separator: .mark(";"))
            .allSatisfy { Self.isReading($0[...]) && !Self.callsWriter($0) }
    }

    private static let changing: Set = ["INSERT", "UPDATE", "DELETE", "REPLACE"]
    private static let readingPragmas: Set = [
        "TABLE_LIST", "TABLE_INFO", "TABLE_XINFO", "INDEX_LIST", "INDEX_INFO", "INDEX_XINFO", "FOREIGN_KEY_LIST",
    ]
    /// Functions of extensions that change something in the midst of a SELECT ("Run-Time Loadable Extensions", "SQLite FTS3 and FTS4
    /// Extensions", "Command Line Shell For SQLite").
    private static let writers: Set = [
        "LOAD_EXTENSION", "FTS3_TOKENIZER", "OPTIMIZE", "WRITEFILE", "EDIT", "EVAL",
    ]

    private static func isReading(_ statement: ArraySlice<Token>) -> Bool {
        switch statement.first?.keyword {
        case "SELECT", "VALUES": return true
        case "WITH": return !statement.contains { $0.keyword.map(changing.contains) ?? false }
        case "PRAGMA": return isReadingPragma(statement.dropFirst())
        case "EXPLAIN":
            // A PRAGMA has its effect while it is prepared, explained or not.
            var rest = statement.dropFirst()
            if rest.first?.keyword == "QUERY", rest.dropFirst().first?.keyword == "PLAN" { rest = rest.dropFirst(2) }
            let verb = rest.first?.keyword
            return verb == "SELECT" || verb == "VALUES" || verb == "WITH" || verb.map(changing.contains) ?? false
        default: return false
        }
    }

    /// `name`, or `name(argument)`
    private static func isReadingPragma(_ rest: ArraySlice<Token>) -> Bool {
        guard let name = rest.first?.keyword, readingPragmas.contains(name) else { return false }
        let argument = Array(rest.dropFirst())
        return argument.isEmpty || argument.count == 3 && argument[0] == .mark("(") && argument[2] == .mark(")")
    }

    private static func callsWriter(_ statement: ArraySlice<Token>) -> Bool {
        zip(statement, statement.dropFirst()).contains { name, next in
            next == .mark("(") && name.functionName.map(writers.contains) ?? false
        }
    }
}

extension SQLText.Token {
    /// A word as SQLite compares it: letters of ASCII have no case, others are what they are.
    fileprivate var keyword: String? { if case .word(let word) = self { word.asciiUppercased } else { nil } }

    /// What it names where it is called: names in quotes of any kind, too.
    fileprivate var functionName: String? {
        switch self {
        case .word(let text), .text(let text): text.asciiUppercased
        case .name(let text): String(text.dropFirst().dropLast()).asciiUppercased
        case .number, .mark, .space, .unclear: nil
        }
    }
}

extension String {
    fileprivate var asciiUppercased: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }
}
