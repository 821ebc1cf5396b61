import FoundationEssentials
import Storage

/// Whether the master key opens every secret.
struct KeyCheck {
    private static let check = "keys"
    private static let mostNames = 5

    let data: String
    let database: SQLiteFile

    func run() throws -> [Finding] {
        let path = KeyRotation.keyFile(in: data)
        guard let needed = try database.rows("SELECT key_id FROM installation").first?.first ?? nil else {
            return [Finding(Self.check, .problem, "\(StartError.incomplete(data))")]
        }
        let next: MasterKey?
        let key: MasterKey?
        do {
            next = try MasterKey.load(from: path + ".next")
            key = try MasterKey.load(from: path)
        } catch { return [Finding(Self.check, .problem, "\(error)")] }
        var findings: [Finding] = []
        if next != nil {
            findings.append(
                Finding(
                    Self.check, .notice, "A rotation of the master key is not complete: the next start completes it."))
        }
        let keys = [key, next].compactMap(\.self)
        guard !keys.isEmpty else {
            return findings + [Finding(Self.check, .problem, "\(StartError.missingMasterKey(path))")]
        }
        guard keys.contains(where: { $0.id == needed }) else {
            return findings + [Finding(Self.check, .problem, "\(StartError.otherMasterKey(path, needed: needed))")]
        }
        return findings + (try open(SecretBox(master: keys[0], previous: keys.dropFirst().first)))
    }

    private func isThere(_ column: SealedColumn) throws -> Bool {
        try !database.rows(
            "SELECT name FROM pragma_table_info('\(column.table)') WHERE name = '\(column.name)'"
        ).isEmpty
    }

    private func open(_ secrets: SecretBox) throws -> [Finding] {
        var count = 0
        var broken: [String] = []
        // A database that an earlier version left has fewer columns.
        for column in SealedColumn.allCases where try isThere(column) {
            let sql = "SELECT id, \(column.name) FROM \(column.table) WHERE \(column.condition)"
            for row in try database.rows(sql) {
                guard row.count == 2, let id = row[0], let sealed = row[1] else { continue }
                count += 1
                do { _ = try secrets.open(sealed, at: column.place(id)) } catch {
                    broken.append("\(column.name) of \(column.table) \(id)")
                }
            }
        }
        guard broken.isEmpty else {
            let rest = broken.count - Self.mostNames
            let names = broken.prefix(Self.mostNames).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
            return [
                Finding(
                    Self.check, .problem,
                    "The master key does not open \(broken.count) of \(count) secrets: \(names). Set them again.")
            ]
        }
        return [Finding(Self.check, .ok, "The master key opens all \(count) secrets.")]
    }
}
