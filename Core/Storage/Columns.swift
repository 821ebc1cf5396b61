/// The columns of a record's table, in the order in which statements name them; `id` is the first where there is one.
///
/// One closure lists them: it makes a record by its memberwise initializer, each argument by the column that holds it. It runs once to
/// learn the columns, and then for each row.
///
///     static let columns = Columns { (column) throws(StorageError) in
///         try Person(id: column("id", \.id), email: column("email", \.email))
///     }
package struct Columns<Row: Sendable>: Sendable {
    private let make: @Sendable (inout ColumnReader<Row>) throws(StorageError) -> Row
    package let names: [String]
    /// Those of statements that write: ``names``, and columns that follow from others.
    package let written: [String]
    /// What statements select, by whether they select for a list.
    let selection: String
    let listSelection: String
    /// The statement that writes a row.
    let insertion: String
    private let values: [@Sendable (Row) -> any SQLConvertible]
    private let writtenValues: [@Sendable (Row) -> any SQLConvertible]

    /// - Parameter make: Makes a record of a row's columns.
    package init(_ make: @escaping @Sendable (inout ColumnReader<Row>) throws(StorageError) -> Row) {
        let list = ColumnList<Row>()
        var reader = ColumnReader(recordingInto: list)
        // A column that holds nothing of what SQL knows is a mistake of the record's author.
        do { _ = try make(&reader) } catch { preconditionFailure("\(Row.self): \(error)") }
        self.make = make
        let read = list.entries.filter { !$0.isDerived }
        names = read.map(\.name)
        values = read.map(\.value)
        selection = names.joined(separator: ", ")
        listSelection = read.map(\.inLists).joined(separator: ", ")
        let all = read + list.entries.filter(\.isDerived)
        written = all.map(\.name)
        writtenValues = all.map(\.value)
        let places = (1...written.count).map { "$\($0)" }.joined(separator: ", ")
        insertion = "(\(written.joined(separator: ", "))) VALUES (\(places))"
    }

    /// - Parameter row: The values of all columns, in their order.
    func record(_ row: SQLRow) throws(StorageError) -> Row {
        guard row.values.count == names.count else {
            throw .column(names.last ?? "", "is not in the result")
        }
        var reader = ColumnReader<Row>(row.values)
        return try make(&reader)
    }

    /// The values of a record, in the order of the columns.
    func values(of record: Row) -> [any SQLConvertible] { values.map { $0(record) } }

    /// The values of a record, in the order of ``written``.
    func writtenValues(of record: Row) -> [any SQLConvertible] { writtenValues.map { $0(record) } }
}
