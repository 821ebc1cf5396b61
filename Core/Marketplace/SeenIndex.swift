/// The last signed index that a server has seen of a registry.
struct SeenIndex: Codable, Sendable, Equatable {
    let version: Int
    let digest: String
    /// Keys that this index or an earlier one has revoked, with the reasons: whoever has one of them could sign a later index.
    let revokedKeys: [String: String]?

    init(version: Int, digest: String, _ index: RegistryIndex, after last: SeenIndex?) {
        self.version = version
        self.digest = digest
        let revoked = (index.revokedKeys ?? []).reduce(into: last?.revokedKeys ?? [:]) { $0[$1.key] = $1.reason }
        revokedKeys = revoked.isEmpty ? nil : revoked
    }
}
