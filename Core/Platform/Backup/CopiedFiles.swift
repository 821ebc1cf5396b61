import FoundationEssentials

/// The files of a data directory other than databases, as far as they have been copied.
struct CopiedFiles {
    /// Tells that a file was written since.
    private struct State: Equatable {
        let size: Int
        let modified: Date?
        let number: Int?
    }

    private let source: DataFolder
    private let target: String
    private var copied: [String: (state: State, file: BackupManifest.File)] = [:]

    init(source: DataFolder, target: String) {
        self.source = source
        self.target = target
    }

    var all: [BackupManifest.File] { copied.values.map(\.file) }

    /// Copies what is new or was written since it was copied.
    mutating func copyChanged() throws { try copy { $0 == .file || $0 == .link } }

    mutating func copyKeys() throws { try copy { $0 == .key } }

    private mutating func copy(_ isWanted: (DataFolder.Kind) -> Bool) throws {
        for item in try source.items() where isWanted(item.kind) {
            let path = source.path(item)
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { continue }
            let state = State(
                size: attributes[.size] as? Int ?? 0, modified: attributes[.modificationDate] as? Date,
                number: attributes[.systemFileNumber] as? Int)
            guard copied[item.path]?.state != state else { continue }
            let mode = (attributes[.posixPermissions] as? Int ?? 0o600) & 0o700
            guard let file = try item.kind == .link ? link(item) : content(item, mode: mode) else { continue }
            copied[item.path] = (state, file)
        }
    }

    private func content(_ item: DataFolder.Item, mode: Int) throws -> BackupManifest.File? {
        try FileCopy.copy(source.path(item), to: "\(target)/\(item.path)", mode: mode).map {
            BackupManifest.File(path: item.path, size: $0.size, sha256: $0.sha256, mode: mode)
        }
    }

    private func link(_ item: DataFolder.Item) throws -> BackupManifest.File? {
        guard let destination = try? FileManager.default.destinationOfSymbolicLink(atPath: source.path(item)) else {
            return nil
        }
        let path = "\(target)/\(item.path)"
        try FileCopy.makeFolder(of: path)
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
        return BackupManifest.File(
            path: item.path, size: 0, sha256: FileCopy.sha256(of: destination), mode: 0o700, link: destination)
    }
}
