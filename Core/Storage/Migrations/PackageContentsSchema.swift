extension Migration {
    /// What packages contribute: it is asked for while they cannot be loaded, too.
    static let packageContents = Migration(
        "0027-package-contents", ["ALTER TABLE packages ADD COLUMN contents TEXT"])
}
