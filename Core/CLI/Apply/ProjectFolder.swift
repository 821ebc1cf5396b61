import Foundation

/// The folder of a project's files. Nothing outside it is read: what is in a repository may be of somebody else, and ends on
/// the server.
struct ProjectFolder {
    /// As the person named it, without a slash at its end.
    let path: String

    /// - Parameter path: Absolute, or relative to the current folder.
    init(_ path: String) { self.path = path.withoutSlash }

    /// The path of a file in the folder.
    /// - Returns: `nil` for one outside of it: by an absolute path, by `..`, or by symbolic links.
    func file(_ name: String) -> String? {
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return nil }
        let file = "\(path)/\(name)"
        // One that does not exist is told by whoever reads it.
        guard let target = Self.resolved(file), let folder = Self.resolved(path.isEmpty ? "/" : path) else {
            return file
        }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return target.utf8.starts(with: prefix.utf8) ? file : nil
    }

    /// Without symbolic links; `nil` for what is not there.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
