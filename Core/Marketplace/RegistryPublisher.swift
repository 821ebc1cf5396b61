import FoundationEssentials
import JSON
import PluginHost
import Values

/// Adds packages to a registry that others read meanwhile.
package struct RegistryPublisher: Sendable {
    private let folder: String
    private let key: SigningKey?
    private let inspector: PackageInspector?

    /// - Parameters:
    ///   - folder: The registry's; made when it is not there.
    ///   - key: Signs the index; packages keep the signatures of their publishers. `nil` leaves it unsigned.
    ///   - inspector: Looks into the libraries; `nil` checks their bytes only.
    package init(folder: String, key: SigningKey? = nil, inspector: PackageInspector? = nil) {
        self.folder = folder
        self.key = key
        self.inspector = inspector
    }

    /// Copies every version of a registry that this one does not have, and then writes the index, so that readers find
    /// what it names.
    /// - Returns: What was added, as `node version`.
    /// - Throws: ``RegistryError/published(node:version:)`` for a version that is there with another library: what
    ///   was published stays what it is; and for a library that is not what the package's index says.
    package func publish(_ package: String) async throws -> [String] {
        let source = RegistrySource(package)
        let added = try await source.index()
        let files = FileManager.default
        let isNew = !files.fileExists(atPath: "\(folder)/index.json")
        guard !isNew || ((try? files.contentsOfDirectory(atPath: folder))?.isEmpty ?? true) else {
            throw RegistryError.notARegistry(folder)
        }
        let present = isNew ? RegistryIndex(packages: []) : try await RegistrySource(folder).index()
        guard key != nil || present.signature == nil else { throw RegistryError.keyRequired(folder) }
        let merged = try merge(added, into: present)
        // Servers would refuse them.
        let rules = PublisherRules(present, isVouchedFor: true)
        let check = PackageCheck(trusted: [], allowsUnsigned: true)
        for (node, version) in merged.new {
            let place = "\(node)/\(version.version)"
            try Self.checkFiles(at: "\(package)/\(place)")
            for build in version.builds {
                guard build.path.hasPrefix(place + "/") else { throw RegistryError.path(build.path) }
                let bytes = try await source.package(build)
                try check.check(bytes, node: node, version: version, build: build, rules)
                try await inspector?.check(bytes, of: node, version, build)
            }
        }
        for (node, version) in merged.new {
            let place = "\(node)/\(version.version)"
            try files.createDirectory(atPath: "\(folder)/\(node)", withIntermediateDirectories: true)
            // What an interrupted publication has left is in no index.
            try? files.removeItem(atPath: "\(folder)/\(place)")
            try files.copyItem(atPath: "\(package)/\(place)", toPath: "\(folder)/\(place)")
        }
        try RegistryBuilder.write(merged.index, to: folder, after: present, signedBy: key)
        return merged.new.map { "\($0.node) \($0.version.version)" }
    }

    /// A link would publish what is elsewhere on this machine.
    private static func checkFiles(at folder: String) throws {
        let files = FileManager.default
        for name in [""] + (try files.subpathsOfDirectory(atPath: folder).map { "/" + $0 }) {
            let type = try files.attributesOfItem(atPath: folder + name)[.type] as? FileAttributeType
            guard type == .typeRegular || type == .typeDirectory else { throw RegistryError.path(folder + name) }
        }
    }

    private func merge(
        _ added: RegistryIndex, into present: RegistryIndex
    ) throws -> (index: RegistryIndex, new: [(node: String, version: RegistryIndex.Version)]) {
        var nodes = Dictionary(present.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var new: [(node: String, version: RegistryIndex.Version)] = []
        for node in added.all {
            var versions = nodes[node.id]?.versions ?? []
            for version in node.versions {
                guard RegistrySource.isInside("\(node.id)/\(version.version)") else {
                    throw RegistryError.path("\(node.id)/\(version.version)")
                }
                if let there = versions.firstIndex(where: { $0.version == version.version }) {
                    guard versions[there].builds.map(\.sha256) == version.builds.map(\.sha256),
                        versions[there].contributes == version.contributes,
                        versions[there].permissions == version.permissions,
                        versions[there].credentialHosts == version.credentialHosts
                    else {
                        throw RegistryError.published(node: node.id, version: version.version)
                    }
                    // A package may be signed after it was published; a signature that is there stays.
                    if versions[there].sign(as: version) { new.append((node.id, versions[there])) }
                    continue
                }
                versions.append(version)
                new.append((node.id, version))
            }
            versions.sort { SemanticVersion.isOlder($1.version, than: $0.version) }
            let isNewest = nodes[node.id] == nil || versions.first?.version == node.versions.first?.version
            let told = isNewest ? node : nodes[node.id] ?? node
            nodes[node.id] = RegistryIndex.Node(
                id: node.id, name: told.name, description: told.description, category: told.category, tags: told.tags,
                versions: versions)
        }
        var index = RegistryIndex(packages: Array(nodes.values))
        index.publishers = present.publishers
        index.revokedKeys = present.revokedKeys
        return (index, new)
    }
}

extension RegistryIndex.Version {
    /// - Parameter other: The same libraries.
    /// - Returns: Whether one got a signature.
    fileprivate mutating func sign(as other: Self) -> Bool {
        let unsigned = builds.indices.filter { builds[$0].signature == nil && other.builds[$0].signature != nil }
        for index in unsigned { builds[index].signature = other.builds[index].signature }
        return !unsigned.isEmpty
    }
}
