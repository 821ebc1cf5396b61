/// A Swift value that columns hold.
package protocol SQLConvertible: Sendable {
    var sql: SQLValue { get }
    /// `nil` when the column holds something else.
    init?(sql: SQLValue)
}

extension String: SQLConvertible {
    package var sql: SQLValue { .text(self) }
    package init?(sql: SQLValue) {
        guard case .text(let text) = sql else { return nil }
        self = text
    }
}

extension Int: SQLConvertible {
    package var sql: SQLValue { .integer(Int64(self)) }
    package init?(sql: SQLValue) {
        guard case .integer(let number) = sql else { return nil }
        self.init(exactly: number)
    }
}

/// 0 or 1: the shared dialect has no other truth value.
extension Bool: SQLConvertible {
    package var sql: SQLValue { .integer(self ? 1 : 0) }
    package init?(sql: SQLValue) {
        guard case .integer(let number) = sql else { return nil }
        self = number != 0
    }
}

extension Identifier: SQLConvertible {
    package var sql: SQLValue { .text(text) }
    package init?(sql: SQLValue) {
        guard case .text(let text) = sql else { return nil }
        self.init(text)
    }
}

extension Timestamp: SQLConvertible {
    package var sql: SQLValue { .integer(milliseconds) }
    package init?(sql: SQLValue) {
        guard case .integer(let number) = sql else { return nil }
        self.init(milliseconds: number)
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package var sql: SQLValue { self?.sql ?? .null }
    package init?(sql: SQLValue) {
        if sql == .null {
            self = .none
        } else if let value = Wrapped(sql: sql) {
            self = value
        } else {
            return nil
        }
    }
}
