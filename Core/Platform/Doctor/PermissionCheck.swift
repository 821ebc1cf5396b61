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
        if root.mode & 0o077 != 0 {
            findings.append(
                finding(
                    "\(folder.root) is accessible to other users (mode \(String(root.mode, radix: 8))).",
                    repair: "set mode 700", repairs
                ) { chmod(folder.root, 0o700) == 0 })
        }
        let items = (try? folder.items()) ?? []
        let open = items.filter { $0.kind == .key || $0.kind == .database }
            .filter { (attributes(folder.path($0))?.mode ?? 0) & 0o077 != 0 }
        if !open.isEmpty {
            findings.append(
                finding("Other users can read \(names(open)).", repair: "set mode 600", repairs) {
                    open.allSatisfy { chmod(folder.path($0), 0o600) == 0 }
                })
        }
        let foreign = items.filter { item in
            attributes(folder.path(item)).map { $0.owner != root.owner } ?? false
        }
        if !foreign.isEmpty {
            findings.append(
                finding(
                    "\(names(foreign)) belong to another user than \(folder.root) (user \(root.owner)).",
                    repair: "change the owner, which requires root", repairs
                ) { foreign.allSatisfy { lchown(folder.path($0), root.owner, root.group) == 0 } })
        }
        return findings.isEmpty ? [Finding(Self.check, .ok, "Only the owner can read the data directory.")] : findings
    }

    private func finding(_ message: String, repair: String, _ repairs: Bool, _ body: () -> Bool) -> Finding {
        Finding(Self.check, repairs && body() ? .repaired : .problem, message, repair: repair)
    }

    private func names(_ items: [DataFolder.Item]) -> String {
        let rest = items.count - Self.mostNames
        return items.prefix(Self.mostNames).map(\.path).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private func attributes(_ path: String) -> (mode: UInt32, owner: uid_t, group: gid_t)? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return (UInt32(status.st_mode) & 0o7777, status.st_uid, status.st_gid)
    }
}
