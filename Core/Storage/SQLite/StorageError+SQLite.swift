import GRDB

extension StorageError {
    /// What SQLite's result codes mean (SQLite documentation, "Result and Error Codes").
    init(_ error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .duplicate(message)
        default: self = error.resultCode == .SQLITE_CONSTRAINT ? .constraint(message) : .driver(message)
        }
    }
}
