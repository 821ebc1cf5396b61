/// Acts on commits of a ``CommitLog``.
protocol CommitFollower: AnyObject {
    /// The entries are in the journal: the answers that waited for them can be sent.
    func committed(_ batch: CommitBatch)

    /// Entries could not be written, and are lost.
    func commitFailed()
}
