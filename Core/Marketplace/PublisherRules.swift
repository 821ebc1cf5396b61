/// What the index of a registry says about who signs what.
package struct PublisherRules: Sendable {
    private let publishers: [RegistryIndex.Publisher]
    /// Reasons, by the key's id.
    private let revoked: [String: String]
    /// Whether a key that the server trusts has signed the index: only then the keys of its publishers are trusted, too.
    let isVouchedFor: Bool
    /// That the server trusts for this registry, besides those that it trusts for all.
    let ownKey: TrustedKey?

    init(_ index: RegistryIndex, isVouchedFor: Bool, ownKey: TrustedKey? = nil) {
        self.ownKey = ownKey
        publishers = index.publishers ?? []
        revoked = Dictionary(
            (index.revokedKeys ?? []).map { ($0.key, $0.reason) }, uniquingKeysWith: { first, _ in first })
        self.isVouchedFor = isVouchedFor
    }

    /// Why a key is revoked; `nil` if it is not.
    package func revocation(of key: String) -> String? { revoked[key] }

    /// The key that a node's publisher has signed with; `nil` for a node that no publisher owns.
    /// - Throws: ``RegistryError`` for a revoked key, and for one that signs what is not its publisher's.
    func key(of signature: PackageSignature, for node: String) throws(RegistryError) -> TrustedKey? {
        if let reason = revoked[signature.key] { throw .revokedKey(signature.key, reason) }
        if let owner = publishers.first(where: { $0.owns(node) }) {
            guard let key = owner.key(signature.key) else {
                throw .foreignNode(node, publisher: owner.id, key: signature.key)
            }
            return key
        }
        if let signer = publishers.first(where: { $0.key(signature.key) != nil }) {
            throw .foreignNode(node, signer: signer.id, names: signer.nodes)
        }
        return nil
    }
}

extension RegistryIndex.Publisher {
    fileprivate func key(_ id: String) -> TrustedKey? {
        for text in keys {
            if let key = try? TrustedKey(text), key.id == id { return key }
        }
        return nil
    }
}
