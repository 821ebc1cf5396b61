import FoundationEssentials
import Storage

/// Whether the databases of a data directory are whole.
struct DatabaseCheck {
    private static let check = "database"

    let folder: DataFolder

    func run() -> [Finding] {
        guard let databases = try? folder.databases() else {
            return [Finding(Self.check, .problem, "\(folder.root) cannot be read.")]
        }
        let findings = databases.compactMap(finding)
        guard !findings.contains(where: { $0.state == .problem }) else { return findings }
        return findings + [Finding(Self.check, .ok, "\(databases.count) databases passed SQLite's check.")]
    }

    private func finding(_ item: DataFolder.Item) -> Finding? {
        do {
            let file = try SQLiteFile(folder.path(item))
            let damage = file.damage(checksReferences: item.path == DataFolder.database)
            guard damage.isEmpty else {
                return Finding(
                    Self.check, .problem,
                    "\(item.path) is damaged: \(damage.joined(separator: "; ")). Restore a backup.")
            }
            guard item.path == DataFolder.database else { return nil }
            let unknown = Set(try file.migrations()).subtracting(Migration.all.map(\.name))
            guard unknown.isEmpty else {
                return Finding(Self.check, .problem, "\(StorageError.newerSchema(unknown.sorted()))")
            }
            return nil
        } catch { return Finding(Self.check, .problem, "\(item.path) cannot be read: \(error)") }
    }
}
