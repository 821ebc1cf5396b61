import Confinement
import Glibc

/// The content of a library, in memory: whoever overwrites the file would otherwise change, or cut off, code that runs.
enum LibraryCopy {
    /// - Returns: A path to load, valid as long as this process lives: the loader takes libraries with the same path for the
    ///   same one. `nil` where the system offers no such copy.
    static func path(of library: String) -> String? {
        let source = open(library, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return nil }
        defer { close(source) }
        var status = stat()
        let name = library.split(separator: "/").last.map(String.init) ?? library
        guard fstat(source, &status) == 0, let copy = MemoryFile.create(named: name) else { return nil }
        var left = Int(status.st_size)
        while left > 0 {
            let count = sendfile(copy, source, nil, left)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                close(copy)
                return nil
            }
            left -= count
        }
        return "/proc/self/fd/\(copy)"
    }
}
