/// A row of a table, as the database has it.
package protocol Record: Sendable {
    static var table: String { get }
    static var columns: Columns<Self> { get }
}

extension Record {
    /// The values of the columns, but for those of some names.
    package func values(without names: Set<String> = []) -> [SQLValue] {
        let columns = Self.columns
        return zip(columns.names, columns.values(of: self)).filter { !names.contains($0.0) }.map { $0.1.sql }
    }
}
