/// How far a statement has come that is read token by token, in the states of SQLite's `sqlite3_complete`: one that makes a
/// trigger ends at the semicolon behind its `END`, any other at its first.
enum D1StatementState: Sendable {
    case start, normal, explain, create, trigger
    /// Behind a semicolon in a trigger, and behind the `END` that follows.
    case part, end
    case complete

    enum Token: Sendable {
        case semicolon, space, explain, create, temp, trigger, end, other

        private static let longestKeyword = 9

        /// - Parameter text: A word, a comment, a quoted text or name, or one byte; not empty.
        init(_ text: ArraySlice<UInt8>) {
            switch text[text.startIndex] {
            case UInt8(ascii: ";"): self = .semicolon
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: self = .space
            // Comments; an operator is one byte.
            case UInt8(ascii: "-"), UInt8(ascii: "/"): self = text.count > 1 ? .space : .other
            default:
                guard text.count <= Self.longestKeyword else {
                    self = .other
                    return
                }
                switch String(decoding: text, as: UTF8.self).lowercased() {
                case "explain": self = .explain
                case "create": self = .create
                case "temp", "temporary": self = .temp
                case "trigger": self = .trigger
                case "end": self = .end
                default: self = .other
                }
            }
        }
    }

    mutating func read(_ token: Token) {
        switch (self, token) {
        case (_, .space): break
        case (.trigger, .semicolon), (.part, .semicolon): self = .part
        case (.part, .end): self = .end
        case (.end, .semicolon): self = .complete
        case (.trigger, _), (.part, _), (.end, _): self = .trigger
        case (_, .semicolon): self = .complete
        case (.start, .explain), (.explain, .other): self = .explain
        case (.start, .create), (.explain, .create), (.create, .temp): self = .create
        case (.create, .trigger): self = .trigger
        case (.start, _), (.normal, _), (.explain, _), (.create, _), (.complete, _): self = .normal
        }
    }
}
