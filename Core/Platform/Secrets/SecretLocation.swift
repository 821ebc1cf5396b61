/// Where a sealed value is kept. A value that is moved to another place cannot be opened there.
struct SecretLocation: Sendable, Hashable {
    let column: SealedColumn
    let row: String

    /// The associated data of the seal; no part holds a zero byte.
    var bytes: [UInt8] { Array("\(column.table)\0\(column.name)\0\(row)".utf8) }
}
