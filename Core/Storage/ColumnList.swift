/// The columns of a record while they are listed.
package final class ColumnList<Row: Sendable> {
    struct Entry {
        let name: String
        /// What lists select: an empty value in the place of a large one.
        let inLists: String
        let value: @Sendable (Row) -> any SQLConvertible
        /// Written with the row and never read: it follows from other columns.
        var isDerived = false
    }

    private(set) var entries: [Entry] = []

    /// - Returns: A value of the column's type, for a record that is thrown away.
    package func add<Value: SQLConvertible>(
        _ name: String, _ member: KeyPath<Row, Value> & Sendable, isLarge: Bool
    ) throws(StorageError) -> Value {
        let null = Value(sql: .null)
        let inLists = isLarge ? "\(null == nil ? "''" : "NULL") AS \(name)" : name
        entries.append(Entry(name: name, inLists: inLists, value: { $0[keyPath: member] }))
        guard
            let value = null ?? Value(sql: .text("")) ?? Value(sql: .integer(0)) ?? Value(sql: .real(0))
                ?? Value(sql: .blob([]))
        else { throw .column(name, "has no empty value") }
        return value
    }

    /// The column beside another one that searches compare.
    package func addFolded(_ name: String, _ member: KeyPath<Row, String> & Sendable) {
        let folded = FoldedText.column(of: name)
        entries.append(
            Entry(name: folded, inLists: folded, value: { FoldedText.of($0[keyPath: member]) }, isDerived: true))
    }
}
