import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether others than the owner can read secrets, and whether one user owns everything.
struct PermissionCheck {
    private static let check = "permissions"
    private static let mostNames = 5

    let folder: DataFolder

    func run(repairs: Bool) -> [Finding] {
        var findings: [Finding] = []
        let root = attributes(folder.root)
        guard let root else { return [Finding(Self.check, .problem, "\(folder.root) cannot be read.")] }
        let open = folder.openItems()
        if let own = open.first, own.path.isEmpty, own.isOpen {
            findings.append(
                finding(
                    "\(folder.root) is accessible to other users (mode \(String(own.mode, radix: 8))).",
                    repair: "set mode 700", repairs
                ) { folder.close([own]) })
        }
        let within = open.filter { !$0.path.isEmpty && $0.isOpen }
        if !within.isEmpty {
            findings.append(
                finding(
                    "Other users can access \(names(within.map(\.path))).",
                    repair: "set mode 600 for files and 700 for folders", repairs
                ) { folder.close(within) })
        }
        let items = (try? folder.items()) ?? []
        let foreign = items.filter { item in
            attributes(folder.path(item)).map { $0.owner != root.owner } ?? false
        }
        if !foreign.isEmpty {
            findings.append(
                finding(
                    "\(names(foreign.map(\.path))) belong to another user than \(folder.root) (user \(root.owner)).",
                    repair: "change the owner, which requires root", repairs
                ) { foreign.allSatisfy { lchown(folder.path($0), root.owner, root.group) == 0 } })
        }
        return findings.isEmpty ? [Finding(Self.check, .ok, "Only the owner can read the data directory.")] : findings
    }

    private func finding(_ message: String, repair: String, _ repairs: Bool, _ body: () -> Bool) -> Finding {
        Finding(Self.check, repairs && body() ? .repaired : .problem, message, repair: repair)
    }

    private func names(_ paths: [String]) -> String {
        let rest = paths.count - Self.mostNames
        return paths.prefix(Self.mostNames).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private func attributes(_ path: String) -> (mode: UInt32, owner: uid_t, group: gid_t)? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return (UInt32(status.st_mode) & 0o7777, status.st_uid, status.st_gid)
    }
}
