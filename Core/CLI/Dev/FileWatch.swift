import Foundation

/// Notices that files change. They are looked at, not subscribed to: editors replace files as often as they write them.
struct FileWatch: Sendable {
    let paths: [String]

    private static let pause = Duration.milliseconds(20)

    /// What tells one state of the files from another.
    struct Stamp: Equatable, Sendable {
        fileprivate let files: [[Int]]
    }

    var stamp: Stamp {
        Stamp(
            files: paths.map { path in
                var status = stat()
                guard stat(path, &status) == 0 else { return [] }
                return [
                    Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                ]
            })
    }

    /// Waits for a state other than this, which has lasted for a moment: a file may be written in parts.
    func change(from old: Stamp) async throws -> Stamp {
        var last = old
        while true {
            try await Task.sleep(for: Self.pause)
            let now = stamp
            if now != old, now == last { return now }
            last = now
        }
    }
}
