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
            do { _ = try file.migrations(knowing: Migration.all.map(\.name)) } catch let error {
                guard case .newerSchema = error else { throw error }
                return Finding(Self.check, .problem, "\(error)")
            }
            return nil
        } catch { return Finding(Self.check, .problem, "\(item.path) cannot be read: \(error)") }
    }
}
