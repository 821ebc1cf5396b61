import Foundation

/// The package's folder, found from where this file is.
public enum PackageRoot {
    public static let url = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file or folder in `Tests/Fixtures`.
    public static func fixture(_ path: String) -> URL { url.appending(path: "Tests/Fixtures/\(path)") }
}
