import FoundationEssentials
import Glibc
import JSON

/// Remembers in a file which libraries have been checked and what their manifests are, so that a command which runs for
/// milliseconds does not start a process that checks them again. Only good answers are kept; anything that is wrong
/// with the file is an empty cache.
package struct InspectionCache: Sendable {
    /// The file.
    let path: String
    /// What did the checks: another build may check otherwise.
    let checker: String

    /// - Parameter executable: The `millrace` executable, which checks libraries.
    /// - Returns: `nil` when other users can replace the executable.
    package init?(path: String, executable: String) {
        guard let stamp = LibraryStamp(of: executable) else { return nil }
        self.path = path
        checker = stamp.text
    }

    /// The manifests of those libraries that have not changed since they were checked, by path.
    func manifests(of libraries: [String]) -> [String: JSONValue] {
        guard let kept = kept() else { return [:] }
        var manifests: [String: JSONValue] = [:]
        for library in libraries {
            guard let entry = kept[library], let stamp = LibraryStamp(of: library),
                entry["stamp"]?.string == stamp.text,
                let manifest = entry["manifest"]
            else { continue }
            manifests[library] = manifest
        }
        return manifests
    }

    /// Keeps the manifests of libraries; that it cannot be written costs the next command some time and nothing else.
    /// - Parameter stamps: From before they were checked.
    func keep(_ manifests: [String: JSONValue], _ stamps: [String: LibraryStamp]) {
        var libraries = kept() ?? [:]
        for (library, manifest) in manifests {
            guard let stamp = stamps[library], stamp == LibraryStamp(of: library) else { continue }
            libraries[library] = ["stamp": .string(stamp.text), "manifest": manifest]
        }
        for library in libraries.keys where LibraryStamp(of: library) == nil { libraries[library] = nil }
        write(["checker": .string(checker), "libraries": .object(libraries)])
    }

    /// Of a file that is this user's own and that nobody else can read or write.
    private func kept() -> JSONObject? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0, status.st_size <= Self.longest
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        guard count == bytes.count, let json = try? JSONValue(parsing: bytes), json["checker"]?.string == checker else {
            return nil
        }
        return json["libraries"]?.object
    }

    /// In one step: who reads it sees the old file or the new one.
    private func write(_ content: JSONValue) {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let bytes = content.bytes
        guard bytes.count <= Self.longest else { return }
        let draft = "\(path).\(getpid())"
        // A draft that is there already is not this process's.
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        if written != bytes.count || rename(draft, path) != 0 { unlink(draft) }
    }

    /// Bytes; manifests have their templates in them.
    private static let longest = 16 << 20
}
