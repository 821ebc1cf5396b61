import GRDB

extension StorageError {
    /// What SQLite's result codes mean (SQLite documentation, "Result and Error Codes").
    init(_ error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .duplicate(message)
        // What a write meets on a disk that is full, or was mounted read-only since, where it is not told so in other words.
        case .SQLITE_IOERR_SHMSIZE: self = .full(message)
        case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_TRUNCATE:
            self = .readOnly(message)
        default:
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: self = .constraint(message)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(message)
            case .SQLITE_FULL: self = .full(message)
            case .SQLITE_READONLY: self = .readOnly(message)
            default: self = .driver(message)
            }
        }
    }
}
