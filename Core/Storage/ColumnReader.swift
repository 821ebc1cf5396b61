/// Reads a row's columns one after the other, in the order in which ``Columns`` lists them.
package struct ColumnReader<Row: Sendable>: ~Copyable {
    package let values: [SQLValue]
    package var index = 0
    /// Where the columns are listed while there is no row yet.
    package let list: ColumnList<Row>?

    init(_ values: [SQLValue]) {
        self.values = values
        list = nil
    }

    init(recordingInto list: ColumnList<Row>) {
        values = []
        self.list = list
    }

    /// The value of the next column.
    /// - Parameters:
    ///   - name: The column's name in the table.
    ///   - member: Where the record holds its value.
    @inlinable package mutating func callAsFunction<Value: SQLConvertible>(
        _ name: String, _ member: KeyPath<Row, Value> & Sendable
    ) throws(StorageError) -> Value {
        if let list { return try list.add(name, member, isLarge: false) }
        let index = index
        self.index += 1
        guard let value = Value(sql: values[index]) else { throw .column(name, "does not hold a valid \(Value.self)") }
        return value
    }

    /// The value of the next column, which lists can be searched by: it is written folded, too.
    @inlinable package mutating func folded(
        _ name: String, _ member: KeyPath<Row, String> & Sendable
    ) throws(StorageError) -> String {
        list?.addFolded(name, member)
        return try self(name, member)
    }

    /// The value of the next column, which lists leave empty because it may be large.
    @inlinable package mutating func large<Value: SQLConvertible>(
        _ name: String, _ member: KeyPath<Row, Value> & Sendable
    ) throws(StorageError) -> Value {
        if let list { return try list.add(name, member, isLarge: true) }
        return try self(name, member)
    }
}
