import Storage

// What an organization has installed, for errors about what it has not.
extension SQLConnection {
    func installedPackages(of caller: Caller) throws -> [String] {
        try Table(NodeInstallationRecord.self, in: self).all(of: caller.organization).map(\.node)
    }

    func notInstalled(_ node: String, for caller: Caller) throws -> PlatformError {
        .notInstalled(node, among: try installedPackages(of: caller))
    }
}
