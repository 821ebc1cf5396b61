import FoundationEssentials
import Values

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
        /// The user whose it is, if neither the server's own nor root.
        var foreignOwner: UInt32?
        /// Whether a link in a folder of the server's leads to it: it may be of the system, which others may read.
        var isLinked = false

        /// The mode that it should have.
        var closed: UInt32 { isLinked ? mode & ~0o022 : isFolder ? 0o700 : mode & 0o700 }

        /// Whether its mode grants other users what it should not.
        var isOpen: Bool { mode & (isLinked ? 0o022 : 0o077) != 0 }
    }

    /// What the server keeps in the directory, by the beginning of the name: drafts and what SQLite keeps beside its files
    /// have an ending. What somebody else has put there is theirs.
    private static let ownNames = [
        database, StorageMark.fileName, SetUpLink.fileName, "master.key", "initial-api-key", "server.lock", "server-id",
        "registries.json", "plugins", "packages", MillraceRelease.upgradeFolder,
    ]

    /// The directory, and every file and folder of the server's in it, whose mode grants other users anything, or which are
    /// another user's. Of links it is what they lead to that counts.
    func openItems() -> [OpenItem] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let own = names.sorted().filter { name in
            Self.ownNames.contains { name == $0 || name.hasPrefix("\($0).") || name.hasPrefix("\($0)-") }
        }
        return (openItem("", kind("", followsLink: true), isLinked: false).map { [$0] } ?? []) + own.flatMap(openItems)
    }

    /// Takes away what other users are granted.
    /// - Returns: Whether that was possible for all of them.
    func close(_ items: [OpenItem]) -> Bool {
        items.reduce(true) { done, item in
            guard item.isOpen else { return item.foreignOwner == nil && done }
            return chmod(item.path.isEmpty ? root : "\(root)/\(item.path)", mode_t(item.closed)) == 0
                && item.foreignOwner == nil && done
        }
    }

    private func openItems(at path: String) -> [OpenItem] {
        guard var kind = kind(path, followsLink: false) else { return [] }
        let isTop = !path.contains("/")
        let isLink = kind.type == UInt32(S_IFLNK)
        if isLink {
            // One that leads nowhere has nothing that others could reach.
            guard let target = self.kind(path, followsLink: true) else { return [] }
            kind = target
        }
        let own = openItem(path, kind, isLinked: isLink && !isTop).map { [$0] } ?? []
        guard kind.type == UInt32(S_IFDIR), !isLink || isTop else { return own }
        // A plugin may have removed it meanwhile.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")) ?? []
        return own + names.sorted().flatMap { openItems(at: "\(path)/\($0)") }
    }

    private typealias ItemKind = (type: UInt32, mode: UInt32, owner: UInt32)

    private func openItem(_ path: String, _ kind: ItemKind?, isLinked: Bool) -> OpenItem? {
        guard let kind else { return nil }
        let item = OpenItem(
            path: path, mode: kind.mode, isFolder: kind.type == UInt32(S_IFDIR),
            foreignOwner: isOwn(kind.owner) ? nil : kind.owner, isLinked: isLinked)
        return item.isOpen || item.foreignOwner != nil ? item : nil
    }

    /// Whether a user can reach everything anyway: the process's, root, and for root whoever has the directory.
    private func isOwn(_ user: UInt32) -> Bool {
        user == 0 || user == geteuid() || (geteuid() == 0 && user == kind("", followsLink: true)?.owner)
    }

    private func kind(_ path: String, followsLink: Bool) -> ItemKind? {
        var status = stat()
        let path = path.isEmpty ? root : "\(root)/\(path)"
        guard (followsLink ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return (
            UInt32(status.st_mode) & UInt32(S_IFMT), UInt32(status.st_mode) & 0o7777, UInt32(status.st_uid)
        )
    }
}
