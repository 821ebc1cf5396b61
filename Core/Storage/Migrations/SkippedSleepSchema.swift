extension Migration {
    /// The nodes whose sleeps a test skips.
    static let skippedSleeps = Migration(
        "0028-skipped-sleeps", ["ALTER TABLE deployments ADD COLUMN skipped_nodes TEXT"])
}
