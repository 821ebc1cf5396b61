/// The columns of a record while they are listed.
package final class ColumnList<Row: Sendable> {
    struct Entry {
        let name: String
        /// What lists select: an empty value in the place of a large one.
        let inLists: String
        let value: @Sendable (Row) -> any SQLConvertible
    }

    private(set) var entries: [Entry] = []

    /// - Returns: A value of the column's type, for a record that is thrown away.
    package func add<Value: SQLConvertible>(
        _ name: String, _ member: KeyPath<Row, Value> & Sendable, isLarge: Bool
    ) throws(StorageError) -> Value {
        let null = Value(sql: .null)
        let inLists = isLarge ? "\(null == nil ? "''" : "NULL") AS \(name)" : name
        entries.append(Entry(name: name, inLists: inLists) { $0[keyPath: member] })
        guard
            let value = null ?? Value(sql: .text("")) ?? Value(sql: .integer(0)) ?? Value(sql: .real(0))
                ?? Value(sql: .blob([]))
        else { throw .column(name, "has no empty value") }
        return value
    }
}
