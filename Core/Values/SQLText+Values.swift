extension SQLText {
    /// The text without the values and comments in it: `?` takes their place, and the place of all that follows something that
    /// dialects read in different ways, or that is not known to be SQL.
    public var withoutValues: String {
        var reader = SQLReader(sql, isOfAnyDialect: true)
        var text = ""
        /// The first word of the statement.
        var verb: String?
        while let token = reader.next() {
            switch token {
            case .word(let word):
                let keyword = word.uppercased()
                // Code of another language has values that look like names.
                guard verb != nil || Self.verbs.contains(keyword) else { return text + "?" }
                // Oracle's passwords are names, and ClickHouse's rows may follow their format.
                guard keyword != "IDENTIFIED", keyword != "FORMAT" || verb != "INSERT" else { return text + "?" }
                // A value may be a name here, such as SQLCipher's key.
                if verb == nil, keyword == "PRAGMA" { return text + word + Self.pragma(&reader) }
                verb = verb ?? keyword
                text += word
            case .name(let name):
                guard verb != nil else { return text + "?" }
                text += name
            case .text, .number: text += "?"
            case .unclear: return text + "?"
            case .space: text += " "
            case .mark(let mark):
                if mark == ";" { verb = nil }
                text += String(mark)
            }
        }
        return text
    }

    /// What a statement begins with that is logged. SET, EXEC and the like have values that are not in quotes.
    private static let verbs: Set = [
        "ALTER", "ANALYZE", "BEGIN", "COMMIT", "CREATE", "DELETE", "DESCRIBE", "DROP", "END", "EXPLAIN", "INSERT",
        "MERGE",
        "PRAGMA", "REINDEX", "RELEASE", "REPLACE", "ROLLBACK", "SAVEPOINT", "SELECT", "SHOW", "TRUNCATE", "UPDATE",
        "VACUUM", "VALUES", "WITH",
    ]

    /// The name of a PRAGMA; `?` takes the place of what follows.
    private static func pragma(_ reader: inout SQLReader) -> String {
        var text = ""
        while let token = reader.next() {
            switch token {
            case .space: text += " "
            case .word(let name): return text + name + (reader.next() == nil ? "" : "?")
            case .name, .text, .number, .mark, .unclear: return text + "?"
            }
        }
        return text
    }
}
