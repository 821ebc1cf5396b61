extension Migration {
    /// Which process carries a request out: one that has ended without an answer is repeated as the same request.
    static let repeatedRequests = Migration(
        "0007-repeated-requests", ["ALTER TABLE idempotency ADD COLUMN server TEXT NOT NULL DEFAULT ''"])
}
