import Foundation
import GRDB

/// What SQLite does alone, with the journal's settings: one row a transaction, on the same disk.
struct BareCommits {
    private let queue: DatabaseQueue

    init(folder: URL) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA synchronous = FULL") }
        queue = try DatabaseQueue(path: folder.appending(path: "bare.sqlite").path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        }
    }

    /// Commits a second.
    func rate(for length: Duration) throws -> Double {
        try queue.writeWithoutTransaction { database in
            let insert = try database.makeStatement(sql: "INSERT INTO row (text) VALUES ('{\"n\":1}')")
            let begin = try database.makeStatement(sql: "BEGIN IMMEDIATE")
            let commit = try database.makeStatement(sql: "COMMIT")
            let start = ContinuousClock.now
            var count = 0
            while ContinuousClock.now - start < length {
                for statement in [begin, insert, commit] { try statement.execute() }
                count += 1
            }
            return Double(count) / (ContinuousClock.now - start).seconds
        }
    }
}
