extension Migration {
    /// When a run was last begun again: what is told of one of those may be of the time before.
    static let restarts = Migration("0005-restarts", ["ALTER TABLE runs ADD COLUMN restarted_at BIGINT"])
}
