import Glibc

/// The folders that programs are looked for in. They are looked through here and once: to start a program by its name
/// tries every folder with a new process.
struct SearchPath: Sendable {
    let folders: [String]

    static var environment: SearchPath {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return SearchPath(folders: folders.split(separator: ":").map(String.init))
    }

    /// - Parameter executable: A name, or a path, which is returned as it is.
    /// - Returns: `nil` when no folder has an executable of that name.
    func path(of executable: String) -> String? {
        guard !executable.contains("/") else { return executable }
        return folders.lazy.map { "\($0)/\(executable)" }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }
}
