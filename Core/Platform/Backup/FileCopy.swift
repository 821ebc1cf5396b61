import Crypto
import FoundationEssentials
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads and copies files in pieces, with their digests.
enum FileCopy {
    struct Content: Sendable, Hashable {
        let size: Int
        /// In hexadecimal digits.
        let sha256: String
    }

    private static let pieceBytes = 1 << 20

    /// Returns when the copy is on the disk.
    /// - Returns: `nil` when the file disappeared.
    static func copy(_ source: String, to target: String, mode: Int) throws(BackupError) -> Content? {
        let input = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard input >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(source)
        }
        defer { close(input) }
        try makeFolder(of: target)
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
        guard output >= 0 else { throw failure(target) }
        defer { close(output) }
        guard fchmod(output, mode_t(mode)) == 0 else { throw failure(target) }
        let content = try read(input, source) { piece throws(BackupError) in
            var rest = piece[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
                guard count > 0 else { throw failure(target) }
                rest = rest.dropFirst(count)
            }
        }
        guard fsync(output) == 0 else { throw failure(target) }
        return content
    }

    /// - Returns: `nil` when there is no file.
    static func content(of path: String) throws(BackupError) -> Content? {
        let input = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard input >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure(path)
        }
        defer { close(input) }
        return try read(input, path) { _ throws(BackupError) in }
    }

    /// Returns when a file or folder is on the disk.
    static func sync(_ path: String) throws(BackupError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure(path) }
    }

    static func makeFolder(of path: String) throws(BackupError) {
        try makeFolder(URL(filePath: path).deletingLastPathComponent().path)
    }

    static func makeFolder(_ path: String) throws(BackupError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .file(path, "the folder cannot be created: \(error)") }
    }

    static func sha256(of text: String) -> String { Hex.text(SHA256.hash(data: Array(text.utf8))) }

    private static func read(
        _ file: Int32, _ path: String, _ take: ([UInt8]) throws(BackupError) -> Void
    ) throws(BackupError) -> Content {
        var digest = SHA256()
        var size = 0
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = piece.withUnsafeMutableBytes { bytes in
                #if canImport(Darwin)
                    Darwin.read(file, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                    Musl.read(file, bytes.baseAddress, bytes.count)
                #else
                    Glibc.read(file, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { return Content(size: size, sha256: Hex.text(digest.finalize())) }
            let read = Array(piece.prefix(count))
            digest.update(data: read)
            size += count
            try take(read)
        }
    }

    private static func failure(_ path: String) -> BackupError { .file(path, String(cString: strerror(errno))) }
}
