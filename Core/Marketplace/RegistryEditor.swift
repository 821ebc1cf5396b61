import FoundationEssentials
import JSON

/// Changes what a registry says about what was published, and about who publishes. The packages stay as they are.
package struct RegistryEditor: Sendable {
    private let folder: String
    private let key: SigningKey?

    /// - Parameter key: The registry's own, which signs the index; `nil` for a registry whose index is not signed.
    package init(folder: String, key: SigningKey?) {
        self.folder = folder
        self.key = key
    }

    /// Advises against a node, or a version of it; servers go on installing it.
    /// - Parameters:
    ///   - version: `nil` is all of them.
    ///   - message: Why, and what to do; `nil` takes the advice back.
    package func deprecate(
        _ node: String, version: String?, message: String?, replacedBy: String?
    ) async throws {
        try await change(node, version) { version in
            version.deprecated = message == nil ? nil : true
            version.deprecationMessage = message
            version.replacedBy = message == nil ? nil : replacedBy
        }
    }

    /// Keeps servers from installing a version; those that have it keep it.
    /// - Parameter reason: `nil` offers the version again.
    package func withdraw(_ node: String, version: String, reason: String?) async throws {
        try await change(node, version) { $0.yanked = reason }
    }

    /// Has servers refuse what a key has signed, and indexes that it signs from now on.
    /// - Throws: ``RegistryError`` for what is not the id of a key, and for the key that signs the index: no server would
    ///   take it any more, this change included.
    package func revoke(key id: String, reason: String) async throws {
        guard TrustedKey.isID(id) else { throw RegistryError.keyID(id) }
        guard id != key?.publicKey.id else { throw RegistryError.ownKey(id, of: folder) }
        try await edit { index in
            var revoked = (index.revokedKeys ?? []).filter { $0.key != id }
            revoked.append(.init(key: id, reason: reason))
            index.revokedKeys = revoked
        }
    }

    /// Has a publisher own the nodes of some names; one that is there is replaced.
    package func add(_ publisher: RegistryIndex.Publisher) async throws {
        for key in publisher.keys { _ = try TrustedKey(key) }
        for name in publisher.nodes where !RegistryIndex.Publisher.isNodes(name) { throw RegistryError.nodeNames(name) }
        guard RegistryIndex.Publisher.isNodes(publisher.id), !publisher.id.hasSuffix("*") else {
            throw RegistryError.publisherID(publisher.id)
        }
        try await edit { index in
            let others = (index.publishers ?? []).filter { $0.id != publisher.id }
            for other in others {
                if let name = publisher.nodes.first(where: other.overlaps) {
                    throw RegistryError.takenNodes(name, publisher: other.id)
                }
            }
            index.publishers = (others + [publisher]).sorted { $0.id < $1.id }
        }
    }

    private func change(
        _ node: String, _ version: String?, _ body: (inout RegistryIndex.Version) -> Void
    ) async throws {
        try await edit { index in
            guard index.all.contains(where: { $0.id == node }) else {
                throw RegistryError.notPublished("package \"\(node)\"", in: folder)
            }
            var isFound = false
            func change(_ packages: inout [RegistryIndex.Node]) {
                for place in packages.indices where packages[place].id == node {
                    for number in packages[place].versions.indices
                    where version == nil || packages[place].versions[number].version == version {
                        body(&packages[place].versions[number])
                        isFound = true
                    }
                }
            }
            change(&index.nodes)
            if var others = index.packages {
                change(&others)
                index.packages = others
            }
            guard isFound else {
                throw RegistryError.notPublished("version \(version ?? "") of the package \"\(node)\"", in: folder)
            }
        }
    }

    private func edit(_ change: (inout RegistryIndex) throws -> Void) async throws {
        let before = try await RegistrySource(folder).index()
        guard key != nil || before.signature == nil else { throw RegistryError.keyRequired(folder) }
        var index = before
        try change(&index)
        try RegistryBuilder.write(index, to: folder, after: before, signedBy: key)
    }
}
