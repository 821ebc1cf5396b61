import Crypto
import FoundationEssentials
import JSON
import PluginABI
import PluginHost
import PluginMessages
import Values

/// Makes a registry's files from built plugins.
package struct RegistryBuilder {
    /// Such as `linux-x86_64`: what the running program was built for.
    package static let platform: String = {
        #if arch(x86_64)
            "linux-x86_64"
        #elseif arch(arm64)
            "linux-aarch64"
        #else
            #error("Name this architecture as `uname -m` does.")
        #endif
    }()

    private let sdk: String
    private let key: SigningKey?
    private let replacesKey: Bool

    /// - Parameters:
    ///   - sdk: The version of Millrace that the plugins are built with.
    ///   - key: `nil` leaves the packages unsigned.
    ///   - replacesKey: Whether a registry that another key has signed may be replaced: servers that trust that key only
    ///     refuse it from then on.
    package init(sdk: String, key: SigningKey?, replacesKey: Bool = false) {
        self.sdk = sdk
        self.key = key
        self.replacesKey = replacesKey
    }

    /// Writes the registry, in place of one that is there. Servers read the old one or the new one: the files are
    /// written beside it first.
    /// - Parameter plugins: Of any kind.
    package func build(_ plugins: [LoadedPlugin], to folder: String) throws -> RegistryIndex {
        let files = FileManager.default
        let isEmpty = (try? files.contentsOfDirectory(atPath: folder))?.isEmpty ?? true
        guard isEmpty || files.fileExists(atPath: "\(folder)/index.json") else {
            throw RegistryError.notARegistry(folder)
        }
        let old = files.contents(atPath: "\(folder)/index.json").flatMap { try? JSONValue(parsing: $0) }
        if let key, !replacesKey, let signer = old?["signature"]?["key"]?.string, signer != key.publicKey.id {
            throw RegistryError.otherKey(signer, of: folder)
        }
        let draft = folder + ".new"
        try? files.removeItem(atPath: draft)
        do {
            var versions: [(package: PackageDescription, version: RegistryIndex.Version)] = []
            for plugin in plugins {
                let package = try write(plugin, below: draft, isAlone: plugins.count == 1)
                guard
                    !versions.contains(where: {
                        $0.package.id == package.package.id && $0.package.version == package.package.version
                    })
                else { throw RegistryError.duplicate(node: package.package.id, version: package.package.version) }
                versions.append(package)
            }
            let index = Self.index(of: versions)
            let before = old?["version"]?.int
            let finished =
                try key.map { try index.signed(by: $0, version: Self.next(before), expires: Self.expiry) } ?? index
            try Self.write(finished, to: draft)
            if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
            try files.moveItem(atPath: draft, toPath: folder)
            return finished
        } catch {
            try? files.removeItem(atPath: draft)
            throw error
        }
    }

    /// Signs every package of a registry, and its index, again. In a registry with publishers the packages keep the
    /// signatures of those.
    package static func sign(_ folder: String, with key: SigningKey) async throws -> RegistryIndex {
        let before = try await RegistrySource(folder).index()
        let (version, expires) = (next(before.version), expiry)
        let index =
            before.publishers == nil
            ? try before.signed(by: key, version: version, expires: expires)
            : try before.signedAsWhole(by: key, version: version, expires: expires)
        try write(index, to: folder)
        return index
    }

    /// Writes an index that follows another one.
    /// - Parameter key: Signs the index as a whole; `nil` leaves it unsigned.
    static func write(
        _ index: RegistryIndex, to folder: String, after before: RegistryIndex, signedBy key: SigningKey?
    ) throws {
        try write(
            key.map { try index.signedAsWhole(by: $0, version: next(before.version), expires: expiry) } ?? index,
            to: folder)
    }

    /// Above every version that was there, also where a registry is made anew from nothing: seconds since 1970.
    static func next(_ version: Int?) -> Int {
        max((version ?? 0) + 1, Int(Date().timeIntervalSince1970))
    }

    /// So long servers take an index without looking for a newer one.
    private static let lifetime: TimeInterval = 365 * 24 * 3600

    static var expiry: String { Date(timeIntervalSinceNow: lifetime).formatted(.iso8601) }

    private static func write(_ index: RegistryIndex, to folder: String) throws {
        try write(JSONValue(encoding: index).prettyText + "\n", to: "\(folder)/index.json")
    }

    private static func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
    }

    private static func index(
        of versions: [(package: PackageDescription, version: RegistryIndex.Version)]
    ) -> RegistryIndex {
        RegistryIndex(
            packages: Dictionary(grouping: versions, by: \.package.id).compactMap { id, versions in
                let sorted = versions.sorted { SemanticVersion.isOlder($1.version.version, than: $0.version.version) }
                guard let newest = sorted.first?.package else { return nil }
                return RegistryIndex.Node(
                    id: id, name: newest.name, description: newest.description, category: newest.category,
                    tags: newest.tags, versions: sorted.map(\.version))
            })
    }

    /// - Parameter isAlone: Whether no other plugin is published with it.
    private func write(
        _ plugin: LoadedPlugin, below folder: String, isAlone: Bool
    ) throws -> (package: PackageDescription, version: RegistryIndex.Version) {
        let package: PackageDescription
        let changelog: PackageChangelog?
        do throws(PackageDescription.Unfit) {
            package = try PackageDescription(plugin.manifest)
            changelog = try PackageChangelog(beside: plugin.path, isAlone: isAlone)
        } catch { throw RegistryError.package(plugin.path, error.reason) }
        let place = "\(package.id)/\(package.version)"
        guard RegistrySource.isInside(place) else { throw RegistryError.path(place) }
        let path = "\(place)/\(Self.platform)/plugin.so"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/\(place)/\(Self.platform)", withIntermediateDirectories: true)
        let library = try Data(contentsOf: URL(filePath: plugin.path))
        try library.write(to: URL(filePath: "\(folder)/\(path)"))
        let definition = try package.definition()
        try Self.write(definition.json.prettyText + "\n", to: "\(folder)/\(place)/\(definition.file)")
        try Self.write(package.readme, to: "\(folder)/\(place)/README.md")
        if let icon = package.icon { try Self.write(icon, to: "\(folder)/\(place)/icon.svg") }
        if let changelog { try Self.write(changelog.text, to: "\(folder)/\(place)/CHANGELOG.md") }
        let isPlain = package.contents.isNode && package.contents.endpoints.isEmpty
        let advice = package.advice
        return (
            package,
            RegistryIndex.Version(
                version: package.version, abi: Int(MILLRACE_PLUGIN_ABI_VERSION), sdk: sdk,
                definition: "\(place)/\(definition.file)", readme: "\(place)/README.md",
                icon: package.icon.map { _ in "\(place)/icon.svg" },
                changelog: changelog.map { _ in "\(place)/CHANGELOG.md" }, deprecated: advice.deprecated,
                deprecationMessage: advice.message, replacedBy: advice.replacedBy, yanked: nil,
                builds: [
                    RegistryIndex.Build(
                        platform: Self.platform, path: path, size: library.count,
                        sha256: Hex.text(SHA256.hash(data: library)), signature: nil)
                ], contributes: isPlain ? nil : package.contents, permissions: package.permissions,
                credentialHosts: package.credentialHosts.isEmpty ? nil : package.credentialHosts)
        )
    }
}
