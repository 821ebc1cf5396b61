import FoundationEssentials
import JSON

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

/// What a server remembers of its registries, so that none goes back while it is stopped: one file.
struct RegistryMemory: Sendable {
    private let file: String?
    private var seen: [String: SeenIndex]

    /// - Parameter file: `nil` remembers as long as the process lives.
    init(file: String?) {
        self.file = file
        seen =
            file.flatMap { FileManager.default.contents(atPath: $0) }
            .flatMap { try? JSONValue(parsing: $0).decode() } ?? [:]
    }

    func last(of registry: String) -> SeenIndex? { seen[registry] }

    mutating func remember(_ index: SeenIndex, of registry: String) throws(RegistryError) {
        guard seen[registry] != index else { return }
        seen[registry] = index
        guard let file else { return }
        do {
            try Data(JSONValue(encoding: seen).bytes).write(to: URL(filePath: file), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        } catch {
            throw .store(file, "\(error)")
        }
    }
}
