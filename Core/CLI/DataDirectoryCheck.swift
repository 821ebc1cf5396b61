import Foundation
import Platform
import Storage

/// Whether a server could use a data directory, without touching it.
struct DataDirectoryCheck {
    private let path: String

    init(_ path: String) { self.path = path }

    /// - Throws: `StartError` or `StorageError.newerSchema`
    func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return try requireCreatable()
        }
        guard isFolder.boolValue else { throw StartError.file(path, "it is not a folder") }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw StartError.file(path, "it cannot be written by this user")
        }
        let database = "\(path)/millrace.sqlite"
        guard SQLiteFile.isDatabase(database) else { return }
        _ = try SQLiteFile(database).migrations(knowing: Migration.all.map(\.name))
    }

    /// The folder, and those above it, are created by the first start.
    private func requireCreatable() throws(StartError) {
        var above = URL(filePath: path).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: above.path), above.path != "/" {
            above = above.deletingLastPathComponent()
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: above.path, isDirectory: &isFolder), isFolder.boolValue,
            FileManager.default.isWritableFile(atPath: above.path)
        else { throw .file(path, "it cannot be created in \(above.path)") }
    }
}
