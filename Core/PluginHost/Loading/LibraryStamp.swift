import Glibc
import JSON

/// What tells one content of a file from another without reading it.
struct LibraryStamp: Hashable {
    let device: UInt64
    let file: UInt64
    let size: Int64
    /// Nanoseconds since 1970: of the content, and of anything about the file.
    let modified: Int64
    let changed: Int64

    /// - Returns: `nil` for a file that is not there, or that another user than root or this one can replace.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == 0 || status.st_uid == geteuid(), status.st_mode & (S_IWGRP | S_IWOTH) == 0
        else { return nil }
        device = UInt64(status.st_dev)
        file = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// As a cache keeps it: two stamps have the same text exactly when they are equal.
    var text: String { "\(device)-\(file)-\(size)-\(modified)-\(changed)" }
}
