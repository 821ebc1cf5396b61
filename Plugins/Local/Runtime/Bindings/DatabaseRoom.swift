import Foundation
import GRDB

/// Whether a database that SQLite calls full has reached its limit, or its disk is full: SQLite has one code for both.
struct DatabaseRoom: Sendable, Equatable {
    /// Bytes to which the file may still grow.
    let untilLimit: Int
    /// Bytes that can be written: free ones of the disk, and the log's, which is written again from its beginning.
    let onDisk: Int

    /// Below it the disk is full: a transaction that changes what is there writes more than the file grows.
    private static let leastOnDisk = 8 << 20

    var isOfDisk: Bool { onDisk < max(untilLimit, Self.leastOnDisk) }
}

extension DatabaseQueue {
    /// What an error of a file with a limit is.
    /// - Returns: ``DatabaseLimitReached`` when a full file has reached its limit, else the error.
    func explained(_ error: any Error) async -> any Error {
        guard let failure = error as? DatabaseError, failure.resultCode == .SQLITE_FULL else { return error }
        guard let room = try? await room(), !room.isOfDisk else { return error }
        return DatabaseLimitReached()
    }

    private func room() async throws -> DatabaseRoom {
        let untilLimit = try await read { database in
            func pragma(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
            return try (pragma("max_page_count") - pragma("page_count")) * pragma("page_size")
        }
        let files = FileManager.default
        let log = try? files.attributesOfItem(atPath: path + "-wal")[.size] as? NSNumber
        let free = try files.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? NSNumber
        return DatabaseRoom(untilLimit: untilLimit, onDisk: (free?.intValue ?? .max >> 1) + (log?.intValue ?? 0))
    }
}
