import FoundationEssentials
import PluginABI
import PluginHost
import PluginMessages

/// Looks at the libraries of packages, in processes of their own, before anybody installs them: each must be what its index says.
package struct PackageInspector: Sendable {
    private let host: PluginHost

    /// - Parameter host: Loads none of them.
    package init(_ host: PluginHost) { self.host = host }

    /// Whether a library can be looked at here: it is for this platform and this ABI.
    private static func fits(_ build: RegistryIndex.Build, of version: RegistryIndex.Version) -> Bool {
        build.platform == RegistryBuilder.platform && version.abi == Int(MILLRACE_PLUGIN_ABI_VERSION)
    }

    /// - Parameters:
    ///   - bytes: The library, whose size and checksum are those of the index.
    ///   - package: The package's id.
    /// - Throws: ``RegistryError/otherContent(package:version:_:)`` for one that is something else, and
    ///   ``RegistryError/uninspectable(_:_:)`` for one that cannot be loaded.
    func check(
        _ bytes: [UInt8], of package: String, _ version: RegistryIndex.Version, _ build: RegistryIndex.Build
    ) async throws(RegistryError) {
        guard Self.fits(build, of: version) else { return }
        try version.check(try await manifest(of: bytes, build.path), of: package)
    }

    private func manifest(of bytes: [UInt8], _ path: String) async throws(RegistryError) -> Manifest {
        let files = FileManager.default
        let file = "\(files.temporaryDirectory.path)/millrace-\(UUID().uuidString).so"
        defer { try? files.removeItem(atPath: file) }
        do {
            try Data(bytes).write(to: URL(filePath: file), options: .withoutOverwriting)
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        } catch { throw .store(file, "\(error)") }
        do throws(PluginRefusal) { return try await host.inspect(file).manifest } catch {
            throw .uninspectable(path, error.reason)
        }
    }
}

extension RegistryError {
    /// - Parameter path: Below the registry.
    fileprivate static func uninspectable(_ path: String, _ reason: String) -> RegistryError {
        RegistryError(.packageUnfit, "The library \(path) is refused: \(reason)")
    }
}
