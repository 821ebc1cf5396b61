/// What is wrong with a journal's file.
enum JournalError: Error, CustomStringConvertible {
    case damaged(_ table: String, _ what: String)
    /// Something of a run does not match its checksum.
    case checksum(_ what: String)

    /// What ``checksum(_:)`` names when it is the row of the run itself.
    static let row = "its row"

    var description: String {
        switch self {
        case .damaged(let table, let what): "Journal corrupted: invalid row in \(table): \(what)"
        case .checksum(let what): "The journal's checksum does not match: \(what)"
        }
    }
}
