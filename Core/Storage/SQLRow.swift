/// One row of a result.
package struct SQLRow: Sendable {
    /// The rows of a result share them. They are few, and a walk is faster than a hash.
    package let columns: [String]
    package let values: [SQLValue]

    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// All values, by their columns.
    package var byColumn: [String: SQLValue] { Dictionary(zip(columns, values), uniquingKeysWith: { $1 }) }

    /// - Throws: ``StorageError/column(_:_:)`` when the row has no such column or it holds something else.
    package subscript<Value: SQLConvertible>(_ column: String) -> Value {
        get throws(StorageError) {
            guard let index = columns.firstIndex(of: column) else { throw .column(column, "is not in the result") }
            guard let value = Value(sql: values[index]) else { throw .column(column, "holds no \(Value.self)") }
            return value
        }
    }
}
