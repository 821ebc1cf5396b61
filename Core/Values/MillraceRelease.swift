/// The release that this code is part of: the one place of the version. `make` reads it from this file.
public enum MillraceRelease {
    /// A semantic version.
    public static let version = "0.1.0"

    /// The folder beside a database for copies that are made before its schema changes; backups leave it out.
    public static let upgradeFolder = "before-upgrade"
}
