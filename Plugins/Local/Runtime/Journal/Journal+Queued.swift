import GRDB

extension Journal {
    /// Runs of a deployment that have not begun.
    /// - Parameter most: No more are counted.
    func queuedRuns(of deployment: String, upTo most: Int) async throws -> Int {
        try await read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT count(*)
                    FROM (SELECT 1 FROM instance WHERE deployment = ? AND status = 'queued' LIMIT ?)
                    """)
            return try Int.fetchOne(statement, arguments: [deployment, most]) ?? 0
        }
    }
}
