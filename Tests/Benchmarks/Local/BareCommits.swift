import Foundation
import GRDB

/// What SQLite does alone, with the journal's settings: one row a transaction, on the same disk.
struct BareCommits {
    private let queue: DatabaseQueue

    init(folder: URL) throws {
        queue = try DatabaseQueue(path: folder.appending(path: "bare.sqlite").path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
            // Until the log is as long as it gets: commits that make it longer take longer.
            try database.execute(sql: "PRAGMA synchronous = OFF")
            for _ in 0..<Self.fullLog {
                try database.execute(sql: "INSERT INTO row (text) VALUES ('{\"n\":1}')")
            }
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
    }

    /// More than the 1,000 pages after which SQLite begins the log anew.
    private static let fullLog = 1_500

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
