/// One row of a result.
package struct SQLRow: Sendable {
    /// Where each column is; the rows of a result share it.
    private let columns: [String: Int]
    private let values: [SQLValue]

    package init(columns: [String: Int], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// - Throws: ``StorageError/column(_:_:)`` when the row has no such column or it holds something else.
    package subscript<Value: SQLConvertible>(_ column: String) -> Value {
        get throws(StorageError) {
            guard let index = columns[column] else { throw .column(column, "is not in the result") }
            guard let value = Value(sql: values[index]) else { throw .column(column, "holds no \(Value.self)") }
            return value
        }
    }
}
