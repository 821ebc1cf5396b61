import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A small text file that only its owner reads (mode 0600).
struct PrivateFile {
    let path: String

    /// - Returns: The text without the line's end; `nil` if the file does not exist.
    func read() throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // Whoever reads it says what is wrong with its content.
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        return text.last == "\n" ? String(text.dropLast()) : text
    }

    /// Writes one line. After a crash the file is as it was, or whole.
    func write(_ text: String) throws {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw failure("open") }
        defer { close(file) }
        // A draft that an earlier crash left behind may have another mode.
        guard fchmod(file, 0o600) == 0 else { throw failure("chmod") }
        try keepOwner(file)
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.write($0, to: file) }
            guard count > 0 else { throw failure("write") }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw failure("sync") }
        try move(draft)
    }

    /// What root writes for the server's user, that user must be able to read: the owner is the replaced file's, or else
    /// the folder's.
    private func keepOwner(_ file: Int32) throws(StartError) {
        guard geteuid() == 0 else { return }
        var status = stat()
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard stat(path, &status) == 0 || stat(folder, &status) == 0 else { throw failure("stat") }
        guard fchown(file, status.st_uid, status.st_gid) == 0 else { throw failure("chown") }
    }

    /// Makes an empty file, for others to write.
    static func create(_ path: String) throws(StartError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PrivateFile(path: path).failure("open") }
        defer { close(file) }
        try PrivateFile(path: path).keepOwner(file)
    }

    /// Takes the place of what is there, and the other file's name is gone. After a crash it has happened or not.
    func replace(by other: PrivateFile) throws { try move(other.path) }

    private func move(_ source: String) throws {
        guard rename(source, path) == 0 else { throw failure("rename") }
        // The new name must survive a power cut, too.
        let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { throw failure("open") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("sync") }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(file, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    private func failure(_ what: String) -> StartError { .file(path, "\(what): error \(errno)") }
}
