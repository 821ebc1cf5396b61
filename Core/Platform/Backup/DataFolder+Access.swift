import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension DataFolder {
    /// A file or a folder that users other than its owner can reach.
    struct OpenItem: Sendable, Hashable {
        /// Relative to the directory; empty is the directory itself.
        let path: String
        let mode: UInt32
        let isFolder: Bool

        /// The mode that it should have.
        var closed: UInt32 { isFolder ? 0o700 : mode & 0o700 }
    }

    /// What the server keeps in the directory, by the beginning of the name: drafts and what SQLite keeps beside its files
    /// have an ending. What somebody else has put there is theirs.
    private static let ownNames = [
        database, StorageMark.fileName, SetUpLink.fileName, "master.key", "initial-api-key", "server.lock",
        "registries.json", "plugins",
        "packages",
    ]

    /// The directory, and every file and folder of the server's in it, whose mode grants other users anything. Links have
    /// no mode of their own.
    func openItems() -> [OpenItem] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let own = names.sorted().filter { name in
            Self.ownNames.contains { name == $0 || name.hasPrefix("\($0).") || name.hasPrefix("\($0)-") }
        }
        return (openItem("").map { [$0] } ?? []) + own.flatMap(openItems)
    }

    /// Takes away what other users are granted.
    /// - Returns: Whether that was possible for all of them.
    func close(_ items: [OpenItem]) -> Bool {
        items.reduce(true) { done, item in
            chmod(item.path.isEmpty ? root : "\(root)/\(item.path)", mode_t(item.closed)) == 0 && done
        }
    }

    private func openItems(at path: String) -> [OpenItem] {
        guard let kind = kind(path), kind.type != UInt32(S_IFLNK) else { return [] }
        let own = openItem(path).map { [$0] } ?? []
        guard kind.type == UInt32(S_IFDIR) else { return own }
        // A plugin may have removed it meanwhile.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")) ?? []
        return own + names.sorted().flatMap { openItems(at: "\(path)/\($0)") }
    }

    private func openItem(_ path: String) -> OpenItem? {
        guard let (type, mode) = kind(path), mode & 0o077 != 0 else { return nil }
        return OpenItem(path: path, mode: mode, isFolder: type == UInt32(S_IFDIR))
    }

    private func kind(_ path: String) -> (type: UInt32, mode: UInt32)? {
        var status = stat()
        guard lstat(path.isEmpty ? root : "\(root)/\(path)", &status) == 0 else { return nil }
        return (UInt32(status.st_mode) & UInt32(S_IFMT), UInt32(status.st_mode) & 0o7777)
    }
}
