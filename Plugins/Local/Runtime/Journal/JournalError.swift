/// What is wrong with a journal's file.
enum JournalError: Error, CustomStringConvertible {
    case damaged(_ table: String, _ what: String)

    var description: String {
        switch self {
        case .damaged(let table, let what): "The journal has a row of \(table) that it cannot have written: \(what)"
        }
    }
}
