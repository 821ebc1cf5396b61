import FoundationEssentials
import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An SQLite file that another program may be writing: it is only read here.
package final class SQLiteFile {
    private static let names = [".sqlite", ".sqlite3", ".db"]
    private static let header = Array("SQLite format 3\0".utf8)
    /// Milliseconds.
    private static let patience: CInt = 10_000

    package let path: String
    private let connection: OpaquePointer

    /// Whether a file is a database: its name says so, and its content. A file of users' own that happens to be a database
    /// has another name, and is never opened.
    package static func isDatabase(_ path: String) -> Bool {
        guard names.contains(where: path.hasSuffix), let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: header.count)
        return fread(&bytes, 1, bytes.count, file) == bytes.count && bytes == header
    }

    /// - Parameter isImmutable: Nobody writes it: no file is made beside it.
    /// - Throws: ``StorageError/driver(_:)``
    package init(_ path: String, isImmutable: Bool = false) throws(StorageError) {
        self.path = path
        let address = "file:\(Self.escaped(path))\(isImmutable ? "?immutable=1" : "")"
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            address, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "error \(code)"
            sqlite3_close_v2(opened)
            throw .driver("\(path): \(message)")
        }
        connection = opened
        sqlite3_busy_timeout(opened, Self.patience)
    }

    deinit { sqlite3_close_v2(connection) }

    /// From here on everything is read as it is now.
    package func hold() throws(StorageError) {
        _ = try rows("BEGIN")
        // A transaction begins with its first read.
        _ = try rows("SELECT count(*) FROM sqlite_schema")
    }

    /// Writes a new file with the state that is held (SQLite documentation, "Online Backup API").
    package func copy(to target: String) throws(StorageError) {
        var opened: OpaquePointer?
        defer { sqlite3_close_v2(opened) }
        guard sqlite3_open_v2(target, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK,
            // Whoever asked for the copy waits for the disk once, at its end.
            sqlite3_exec(opened, "PRAGMA synchronous = OFF", nil, nil, nil) == SQLITE_OK,
            let copy = sqlite3_backup_init(opened, "main", connection, "main")
        else { throw failure(opened, target) }
        let end = sqlite3_backup_step(copy, -1)
        guard sqlite3_backup_finish(copy) == SQLITE_OK, end == SQLITE_DONE else { throw failure(opened, target) }
    }

    /// The rows of a statement, each value as text.
    package func rows(_ sql: String) throws(StorageError) -> [[String?]] {
        var prepared: OpaquePointer?
        defer { sqlite3_finalize(prepared) }
        guard sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK, let prepared else {
            throw failure(connection, path)
        }
        var rows: [[String?]] = []
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW:
                rows.append(
                    (0..<sqlite3_column_count(prepared)).map { column in
                        sqlite3_column_text(prepared, column).map { String(cString: $0) }
                    })
            case SQLITE_DONE: return rows
            default: throw failure(connection, path)
            }
        }
    }

    private func failure(_ connection: OpaquePointer?, _ path: String) -> StorageError {
        .driver("\(path): \(connection.map { String(cString: sqlite3_errmsg($0)) } ?? "it cannot be opened")")
    }

    /// As part of a URI (SQLite documentation, "Uniform Resource Identifiers").
    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x80...: "%" + String(byte, radix: 16)
            default: String(UnicodeScalar(byte))
            }
        }.joined()
    }
}
