import Foundation

/// Tells whether a file below a folder has changed.
struct SourceStamp: Equatable {
    private let files: [String: Date]

    private static let ignored: Set<String> = ["node_modules", "target"]

    /// Without hidden files, what builds make, and the library itself.
    init(of folder: String, without library: String) {
        let library = URL(filePath: library).lastPathComponent
        let enumerator = FileManager.default.enumerator(
            at: URL(filePath: folder), includingPropertiesForKeys: [.contentModificationDateKey],
            options: [.skipsHiddenFiles])
        var files: [String: Date] = [:]
        while let file = enumerator?.nextObject() as? URL {
            if Self.ignored.contains(file.lastPathComponent) { enumerator?.skipDescendants() }
            guard file.lastPathComponent != library, !file.hasDirectoryPath else { continue }
            files[file.path] = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        }
        self.files = files
    }
}
