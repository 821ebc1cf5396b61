import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `master.key.next` of a data directory. Somebody puts it there while the server runs, so that each reading checks what a start
/// checks of all files: a key that others could read, or have written, must not come to seal anything.
struct NextMasterKey {
    /// Why a file that is there is not used.
    enum Problem: String, Error, CaseIterable {
        case link, notAFile, owner, mode, unreadable, malformed

        var text: String {
            switch self {
            case .link: "is a link: replace it by the file itself"
            case .notAFile: "is not a file"
            case .owner: "belongs to another user than the server's"
            case .mode: "can be accessed by other users: its mode must be 600"
            case .unreadable: "cannot be read"
            case .malformed: "is not a valid master key file: copy it again"
            }
        }
    }

    /// Bytes: a key is 32 of them as base64.
    private static let longest = 1_024

    let path: String
    private let directory: String

    init(in directory: String) {
        path = KeyRotation.nextKeyFile(in: directory)
        self.directory = directory
    }

    /// - Returns: `nil` if the file does not exist.
    /// - Throws: ``Problem``
    func load() throws(Problem) -> MasterKey? {
        // Checked and read by one descriptor: the file may be replaced meanwhile. A pipe without a writer is not waited for.
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ENOENT: return nil
            case ELOOP: throw .link
            default: throw .unreadable
            }
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard isOwn(status.st_uid) else { throw .owner }
        guard status.st_mode & 0o077 == 0 else { throw .mode }
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { Self.read($0[count...], from: file) }
            guard more >= 0 else { throw .unreadable }
            guard more > 0 else { break }
            count += more
        }
        guard count < Self.longest, let key = MasterKey(text: String(decoding: bytes.prefix(count), as: UTF8.self))
        else {
            throw .malformed
        }
        return key
    }

    /// As ``load()``, for whom another key will not do.
    func checked() throws(StartError) -> MasterKey? {
        do { return try load() } catch { throw .unusableNextKey(path, error) }
    }

    /// Whether a user can reach everything anyway: the process's, root, and for root whoever has the directory.
    private func isOwn(_ user: uid_t) -> Bool {
        if user == 0 || user == geteuid() { return true }
        var status = stat()
        return geteuid() == 0 && stat(directory, &status) == 0 && status.st_uid == user
    }

    private static func read(_ buffer: Slice<UnsafeMutableRawBufferPointer>, from file: Int32) -> Int {
        let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer)
        #if canImport(Glibc)
            return Glibc.read(file, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            return Musl.read(file, buffer.baseAddress, buffer.count)
        #else
            return Darwin.read(file, buffer.baseAddress, buffer.count)
        #endif
    }
}
