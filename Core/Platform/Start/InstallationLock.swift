import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A data directory that one process has for itself: the server, or a change that no server may see half done. The
/// kernel lets go of it when the process ends, however it ends.
package final class InstallationLock: Sendable {
    private let file: Int32

    /// - Throws: ``StartError/inUse(_:process:)`` while another process has it.
    package init(directory: String) throws(StartError) {
        let path = "\(directory)/server.lock"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path, "open: error \(errno)") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = try? String(contentsOfFile: path, encoding: .utf8)
            guard reason == EWOULDBLOCK else { throw .file(path, "lock: error \(reason)") }
            throw .inUse(directory, process: holder.flatMap { $0.isEmpty ? nil : $0 })
        }
        // For who finds it locked; nothing depends on it.
        let process = Array("\(getpid())".utf8)
        if ftruncate(file, 0) == 0 { _ = pwrite(file, process, process.count, 0) }
    }

    /// Runs after a failed `init`, too: a second `close` there would hit another file of the same number.
    deinit { if file >= 0 { close(file) } }
}
