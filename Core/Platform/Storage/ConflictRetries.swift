import Storage

/// Repeats transactions that others came in between of: a few times, after pauses that grow, and at random, so that those
/// that met do not meet again.
struct ConflictRetries: Sendable {
    /// Milliseconds.
    private static let pauses: [Int64] = [5, 20, 80, 200, 400]

    /// - Throws: `StorageError.conflict` when the last time fails, too.
    static func run<Result>(_ transaction: () async throws -> Result) async throws -> Result {
        for pause in pauses {
            do { return try await transaction() } catch StorageError.conflict {
                // Whoever was cancelled goes on at once: the change is made whether or not anybody waits for it.
                try? await Task.sleep(for: .milliseconds(Int64.random(in: pause / 2...pause)))
            }
        }
        return try await transaction()
    }
}
