import FoundationEssentials
import Storage

/// Whether the files of installed packages are there, and no others.
struct PackageFilesCheck {
    private static let check = "packages"

    let data: String
    let database: SQLiteFile

    func run(repairs: Bool) throws -> [Finding] {
        var findings: [Finding] = []
        var known: Set<String> = []
        for row in try database.rows("SELECT node, version, path, sha256 FROM packages") {
            guard let node = row[0], let version = row[1], let path = row[2], let sha256 = row[3] else { continue }
            known.insert("packages/\(path)")
            guard try FileCopy.content(of: "\(data)/packages/\(path)")?.sha256 != sha256 else { continue }
            findings.append(
                Finding(
                    Self.check, .problem,
                    "The library of the node \(node) \(version) is missing or was changed (packages/\(path)). Uninstall "
                        + "the node and install it again."))
        }
        let leftovers = try DataFolder(root: data).items().filter {
            $0.path.hasPrefix("packages/") && !known.contains($0.path)
        }
        if !leftovers.isEmpty {
            let isRepaired =
                repairs
                && leftovers.allSatisfy { (try? FileManager.default.removeItem(atPath: "\(data)/\($0.path)")) != nil }
            findings.append(
                Finding(
                    Self.check, isRepaired ? .repaired : .problem,
                    "\(leftovers.count) files of packages that are not installed, such as \(leftovers[0].path).",
                    repair: "remove them"))
        }
        return findings.isEmpty
            ? [Finding(Self.check, .ok, "The libraries of \(known.count) installed packages are present.")]
            : findings
    }
}
