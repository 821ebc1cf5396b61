import Marketplace
import Storage

/// Packages of servers that have one database, and a disk each: the database has the files, and a server that begins to lead
/// has what it lacks from there.
struct SharedPackages: Sendable {
    let storage: any StorageDriver
    let store: PackageStore

    /// Brings to the disk what the database has, and to the database what only this disk has, as after a copy of an installation
    /// from another database. What cannot be brought is reported when it is loaded.
    func exchange(_ packages: [PackageRecord]) async {
        for package in packages {
            let place = PackageStore.Place(path: package.path)
            if store.holds(place, size: package.size, sha256: package.sha256) {
                try? await share(package, at: place)
            } else {
                try? await fetch(package)
            }
        }
        try? await storage.transaction { try PackageFile.removeUnused(in: $0) }
    }

    private func share(_ package: PackageRecord, at place: PackageStore.Place) async throws {
        let sha256 = package.sha256
        guard try await !storage.read({ try PackageFile.isKept(sha256, in: $0) }) else { return }
        let file = PackageFile(package, try store.bytes(of: place))
        try await storage.transaction { try file.insert(in: $0) }
    }

    private func fetch(_ package: PackageRecord) async throws {
        let sha256 = package.sha256
        var bytes: [UInt8] = []
        var number = 0
        while let part = try await storage.read({ [number] in try PackageFile.part(number, of: sha256, in: $0) }) {
            bytes += part
            number += 1
            guard bytes.count <= package.size else { return }
        }
        guard bytes.count == package.size else { return }
        let file = try store.write(bytes)
        // Checked against the digest that was signed before it is loaded.
        _ = try store.keep(file, node: package.node, version: package.version, sha256: sha256)
    }
}
