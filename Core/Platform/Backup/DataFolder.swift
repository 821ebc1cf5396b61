import FoundationEssentials
import Storage
import Values

/// The files of a data directory. What belongs to plugins is told apart by its form, not by whose it is: SQLite files have
/// names that end in `.sqlite`, `.sqlite3` or `.db`, and folders with a `CACHEDIR.TAG` can be made anew ("Cache Directory
/// Tagging Specification").
struct DataFolder: Sendable {
    enum Kind: Sendable { case database, file, link, key }

    struct Item: Sendable, Hashable {
        /// Relative to the directory.
        let path: String
        let kind: Kind

        fileprivate var depth: Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
    }

    static let database = "millrace.sqlite"
    static let keys = ["master.key", "initial-api-key"]
    /// A rotation that has not ended.
    static let nextKey = "master.key.next"
    private static let transient = ["server.lock", nextKey, SetUpLink.fileName]
    private static let cacheTag = "CACHEDIR.TAG"
    private static let companions = ["-wal", "-shm", "-journal"]

    let root: String
    /// Whether the server's own database is in the directory. Where it is not, a file of that name is of an earlier time.
    var hasDatabase = true

    /// Everything but caches, and what SQLite keeps beside its files.
    func items() throws -> [Item] { try items(in: "") }

    /// In the order in which they are read: first what others are reconciled with. The server's own before a plugin's, of
    /// which a start takes over what came later; a provider's account of its runs before what their steps wrote, because a
    /// step of which the account knows nothing runs again.
    func databases() throws -> [Item] {
        try items().filter { $0.kind == .database }.sorted { ($0.depth, $0.path) < ($1.depth, $1.path) }
    }

    func path(_ item: Item) -> String { "\(root)/\(item.path)" }

    private func items(in folder: String) throws -> [Item] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)") else {
            // A plugin may have removed it meanwhile.
            guard folder.isEmpty else { return [] }
            throw StartError.file(root, "the folder cannot be read")
        }
        guard !names.contains(Self.cacheTag) else { return [] }
        let all = Set(names)
        return try names.sorted().flatMap { name -> [Item] in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            guard
                let type = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")[.type]
                    as? FileAttributeType
            else { return [] }
            switch type {
            case .typeDirectory: return isForUpgrades(path) ? [] : try items(in: path)
            case .typeSymbolicLink: return [Item(path: path, kind: .link)]
            case .typeRegular:
                if folder.isEmpty, Self.transient.contains(name) { return [] }
                if folder.isEmpty, name == Self.database, !hasDatabase { return [] }
                if isCompanion(name, among: all, in: folder) { return [] }
                if folder.isEmpty, Self.keys.contains(name) { return [Item(path: path, kind: .key)] }
                return [Item(path: path, kind: SQLiteFile.isDatabase("\(root)/\(path)") ? .database : .file)]
            default: return []
            }
        }
    }

    /// Copies from before an upgrade, of the server's database or a plugin's: of an older moment than what is copied now.
    private func isForUpgrades(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.last.map(String.init) == MillraceRelease.upgradeFolder
            && (parts.count == 1 || (parts.count == 3 && parts[0] == "plugins"))
    }

    private func isCompanion(_ name: String, among names: Set<String>, in folder: String) -> Bool {
        Self.companions.contains { suffix in
            guard name.hasSuffix(suffix) else { return false }
            let main = String(name.dropLast(suffix.count))
            return names.contains(main)
                && SQLiteFile.isDatabase("\(root)/\(folder.isEmpty ? main : "\(folder)/\(main)")")
        }
    }
}
