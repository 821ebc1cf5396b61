import FoundationEssentials

/// Locks and bundles in files. A file that cannot be read is made anew, and one that cannot be written is not kept.
struct BundleCache: Sendable {
    let folder: String

    /// What npm resolved packages to, by a digest of what was asked for.
    func lock(_ key: String) -> String? { read("locks/\(key).json") }

    func keep(lock: String, _ key: String) { write(lock, "locks/\(key).json") }

    /// By a digest of the lock and the code.
    func bundle(_ key: String) -> String? { read(Self.path(key)) }

    func keep(bundle: String, _ key: String) { write(bundle, Self.path(key)) }

    /// Those without source maps, which earlier versions made, have the same name without `map`.
    private static func path(_ key: String) -> String { "bundles/\(key).map.mjs" }

    private func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(folder)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    private func write(_ text: String, _ path: String) {
        let file = URL(filePath: "\(folder)/\(path)")
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data(text.utf8).write(to: file, options: .atomic)
    }
}
