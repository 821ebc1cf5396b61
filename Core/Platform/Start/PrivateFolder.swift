import Errors
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The data directory, which only the server's user may reach.
package struct PrivateFolder: Sendable {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Makes the directory, or takes one that has no installation yet, with mode 0700.
    /// - Throws: ``StartError/open(_:in:)`` when other users can reach a directory with an installation, or a file in it:
    ///   what they have read or replaced meanwhile is for the operator to judge.
    package func claim() throws(StartError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .file(path, FileProblem.reason(of: error)) }
        let folder = DataFolder(root: path)
        var open = folder.openItems()
        if let own = open.first, own.path.isEmpty,
            !FileManager.default.fileExists(atPath: KeyRotation.keyFile(in: path))
        {
            guard folder.close([own]) else { throw .file(path, "chmod: error \(errno)") }
            open.removeFirst()
        }
        guard open.isEmpty else { throw .open(open, in: path) }
    }
}
