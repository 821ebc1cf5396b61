import FoundationEssentials
import Glibc
import PluginHost

/// A package that the operator of a server puts into its folder of plugins, such as a storage.
package struct ServerPackage: Sendable {
    package let id: String
    package let version: RegistryIndex.Version
    private let offer: Registries.Offer
    private let build: RegistryIndex.Build

    /// Finds a package in the first registry that has it.
    /// - Parameter wanted: A version; `nil` takes the latest.
    /// - Throws: ``RegistryError``
    package init(_ id: String, version wanted: String?, in registries: Registries) async throws(RegistryError) {
        guard let offer = try await registries.offer(of: id) else { throw .notOffered(id) }
        let known = offer.node.versions
        guard let version = wanted.map({ wanted in known.first { $0.version == wanted } }) ?? offer.node.latest else {
            throw .noVersion(id, wanted, known: known.map(\.version))
        }
        if let reason = version.yanked { throw .withdrawn(id, version.version, reason) }
        guard !version.contents(of: id).storages.isEmpty else { throw .notForServer(id) }
        guard let build = version.fittingBuild else { throw .noVersion(id, wanted, known: known.map(\.version)) }
        (self.id, self.version, self.offer, self.build) = (id, version, offer, build)
    }

    package var permissions: [PackagePermission] { version.asked(of: id) }

    /// Where it is put; a library there is replaced as a whole, which a running server does not notice.
    package func file(in folder: String) -> String { "\(folder)/\(id).so" }

    /// Downloads the library, checks it as a server does, and puts it into a folder.
    /// - Parameter host: Looks at libraries in a process of their own.
    /// - Returns: The version that it replaces; `nil` for a first installation.
    /// - Throws: ``RegistryError``, `PluginRefusal`
    package func install(into folder: String, _ check: PackageCheck, _ host: PluginHost) async throws -> String? {
        let before = try await present(in: folder, host)
        let bytes = try await offer.source.package(build)
        try check.check(bytes, node: id, version: version, build: build, offer.rules)
        // No server takes it for a plugin before its name ends with .so.
        let draft = "\(folder)/.\(id).\(UUID().uuidString)"
        defer { unlink(draft) }
        do {
            try Data(bytes).write(to: URL(filePath: draft))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: draft)
        } catch { throw RegistryError.store(draft, "\(error)") }
        try version.check(try await host.inspect(draft).manifest, of: id)
        let target = file(in: folder)
        guard Self.sync(draft), rename(draft, target) == 0, Self.sync(folder) else {
            throw RegistryError.store(target, String(cString: strerror(errno)))
        }
        return before
    }

    /// - Returns: The version that is there.
    /// - Throws: ``RegistryError/elsewhere(_:_:)`` for another file with the plugin: a server would refuse one of the two.
    private func present(in folder: String, _ host: PluginHost) async throws -> String? {
        var found: String?
        for library in PluginLocation(directory: folder).libraries {
            guard let manifest = try? await host.inspect(library).manifest, manifest.id == id else { continue }
            guard library == file(in: folder) else { throw RegistryError.elsewhere(id, library) }
            found = manifest.version
        }
        return found
    }

    private static func sync(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}

extension RegistryError {
    fileprivate static func notOffered(_ id: String) -> RegistryError {
        RegistryError(
            .registryNotPublished, "No registry offers the package \"\(id)\". Pass its registry with --registry.")
    }

    fileprivate static func noVersion(_ id: String, _ version: String?, known: [String]) -> RegistryError {
        RegistryError(
            .registryNotPublished,
            "The package \"\(id)\" has no \(version.map { "version \($0)" } ?? "version") for this machine and version of "
                + "Millrace. Offered: \(known.joined(separator: ", ")).")
    }

    fileprivate static func withdrawn(_ id: String, _ version: String, _ reason: String) -> RegistryError {
        RegistryError(
            .marketplaceWithdrawn,
            "The version \(version) of the package \"\(id)\" has been withdrawn: \"\(reason)\". Choose another version."
        )
    }

    fileprivate static func notForServer(_ id: String) -> RegistryError {
        RegistryError(
            .packageContent,
            "The package \"\(id)\" has no storage. Organizations install it with millrace marketplace install.")
    }

    fileprivate static func elsewhere(_ id: String, _ path: String) -> RegistryError {
        RegistryError(
            .registryDuplicate,
            "\(path) already contains the plugin \"\(id)\". Remove it, and install the package again.")
    }
}
