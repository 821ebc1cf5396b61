import FoundationEssentials
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes a data directory of a copy. The copy is checked as a whole before anything is written.
package struct DataRestore: Sendable {
    private let copy: String
    private let target: String
    private let keyFile: String?

    /// - Parameter keyFile: The master key, for a copy without keys.
    package init(of copy: String, to target: String, keyFile: String?) {
        self.copy = copy
        self.target = target
        self.keyFile = keyFile
    }

    /// - Throws: ``BackupError`` or ``StartError``
    package func run() throws -> BackupManifest {
        let manifest = try BackupManifest.read(from: copy)
        try checkVersion(manifest)
        try check(manifest)
        let key = try masterKey(manifest)
        try DataBackup.requireEmpty(target)
        try FileCopy.makeFolder(target)
        guard chmod(target, 0o700) == 0 else { throw StartError.file(target, "its mode cannot be set") }
        // A server refuses a folder with a key and without a database: one whose restore was interrupted is not taken for
        // a first start.
        try key.store(at: KeyRotation.keyFile(in: target))
        let last = [DataFolder.database] + DataFolder.keys
        for file in manifest.files where !last.contains(file.path) && file.link == nil { try place(file) }
        for file in manifest.files { if let link = file.link { try place(file, link) } }
        for name in last {
            guard let file = manifest.files.first(where: { $0.path == name }), name != DataFolder.keys.first else {
                continue
            }
            try place(file)
        }
        try FileCopy.sync(target)
        return manifest
    }

    private func checkVersion(_ manifest: BackupManifest) throws(BackupError) {
        let known = Set(Migration.all.map(\.name))
        let database = manifest.files.first { $0.path == DataFolder.database }
        guard database != nil || manifest.storage != nil else { throw .incomplete([DataFolder.database], of: copy) }
        guard known.isSuperset(of: database?.schema ?? []) else { throw .newer(copy, version: manifest.version) }
    }

    /// Compares each file with the manifest.
    private func check(_ manifest: BackupManifest) throws {
        var missing: [String] = []
        var altered: [String] = []
        for file in manifest.files {
            guard Self.isPlain(file.path) else { throw BackupError.altered([file.path], of: copy) }
            let path = "\(copy)/\(file.path)"
            if let link = file.link {
                let found = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
                if found == nil { missing.append(file.path) } else if found != link { altered.append(file.path) }
            } else if let content = try FileCopy.content(of: path) {
                if content != FileCopy.Content(size: file.size, sha256: file.sha256) { altered.append(file.path) }
            } else {
                missing.append(file.path)
            }
        }
        guard missing.isEmpty else { throw BackupError.incomplete(missing, of: copy) }
        guard altered.isEmpty else { throw BackupError.altered(altered, of: copy) }
    }

    /// Whether a path stays inside the folder.
    private static func isPlain(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !["", ".", ".."].contains($0) }
    }

    private func masterKey(_ manifest: BackupManifest) throws -> MasterKey {
        let path = keyFile ?? KeyRotation.keyFile(in: copy)
        guard let key = try MasterKey.load(from: path) else {
            if let keyFile { throw StartError.file(keyFile, "the file does not exist") }
            throw BackupError.keyNeeded(manifest.keyID)
        }
        guard key.id == manifest.keyID else { throw BackupError.otherKey(path, needed: manifest.keyID) }
        return key
    }

    private func place(_ file: BackupManifest.File) throws {
        let path = "\(target)/\(file.path)"
        // The last name appears when the content is whole.
        let draft = file.path == DataFolder.database ? "\(path).new" : path
        let content = try FileCopy.copy("\(copy)/\(file.path)", to: draft, mode: file.mode)
        guard content?.sha256 == file.sha256 else { throw BackupError.altered([file.path], of: copy) }
        guard draft == path || rename(draft, path) == 0 else { throw StartError.file(path, "it cannot be renamed") }
    }

    private func place(_ file: BackupManifest.File, _ link: String) throws {
        let path = "\(target)/\(file.path)"
        try FileCopy.makeFolder(of: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: link)
    }
}
