import FoundationEssentials
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The embedded database: one SQLite file in WAL mode, with one writer and some readers beside it.
package struct SQLiteDriver: StorageDriver {
    private let pool: DatabasePool
    private let queue: CommitQueue
    private let revisions = Revisions()

    package var revision: UInt64? { revisions.current }

    package var commits: UInt64? { queue.commits }

    /// - Parameters:
    ///   - path: The file; it is made when there is none, in a directory for its owner only.
    ///   - readers: How many reads run at a time.
    ///   - patience: How long a write waits for another program that locks the database, such as a backup.
    package init(path: String, readers: Int = 4, patience: Duration = .seconds(5)) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.maximumReaderCount = readers
        configuration.label = "millrace"
        let directory = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // SQLite gives what it keeps beside the file the file's mode; whoever runs the program may have any umask.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 { Self.close(file) }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // What was answered must survive a power cut, too.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch let error as DatabaseError {
            throw StorageError.driver("\(path): \(error.message ?? error.description)")
        }
        queue = CommitQueue(pool)
    }

    private static func close(_ file: Int32) {
        #if canImport(Glibc)
            Glibc.close(file)
        #elseif canImport(Musl)
            Musl.close(file)
        #else
            Darwin.close(file)
        #endif
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try readHere(body)
    }

    /// On the caller's thread: in WAL mode a read waits for no writer, and most take less time than it takes to wake another
    /// thread.
    private func readHere<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result {
        do {
            return try pool.unsafeRead { database in
                // What stands at one moment; compiled once, as all statements are.
                try database.run("BEGIN DEFERRED")
                defer { database.end() }
                return try body(SQLiteConnection(database: database))
            }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    /// Returns when what `body` did is on the disk, together with what others did meanwhile.
    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        revisions.begin()
        defer { revisions.end() }
        return try await withCheckedThrowingContinuation { queue.add(AwaitedTransaction($0, body)) }
    }

    package func close() throws { try pool.close() }
}
