import Crypto
import FoundationEssentials
import Values

/// Decides whether the bytes of a package are what the index and a trusted publisher say they are.
package struct PackageCheck: Sendable {
    private let keys: [String: TrustedKey]
    package let allowsUnsigned: Bool

    /// - Parameter allowsUnsigned: Takes packages without a signature, and those of unknown publishers. A signature of
    ///   a trusted key that does not fit is still refused.
    package init(trusted: [TrustedKey], allowsUnsigned: Bool = false) {
        keys = Dictionary(trusted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.allowsUnsigned = allowsUnsigned
    }

    package func check(
        _ bytes: [UInt8], node: String, version: RegistryIndex.Version, build: RegistryIndex.Build,
        _ rules: PublisherRules
    ) throws(RegistryError) {
        guard bytes.count == build.size else {
            throw .size(build.path, expected: build.size, found: bytes.count)
        }
        guard Hex.text(SHA256.hash(data: bytes)) == build.sha256 else { throw .checksum(build.path) }
        guard let signature = build.signature else {
            guard allowsUnsigned else { throw .unsigned(build.path) }
            return
        }
        let delegated = try rules.key(of: signature, for: node)
        // A package could bring what is another publisher's.
        for name in version.contents(of: node).names where name != node { _ = try rules.key(of: signature, for: name) }
        let own = rules.ownKey.flatMap { $0.id == signature.key ? $0 : nil }
        guard let key = keys[signature.key] ?? own ?? (rules.isVouchedFor ? delegated : nil) else {
            guard allowsUnsigned else { throw .unknownKey(build.path, key: signature.key) }
            return
        }
        guard key.isValid(signature, for: PackageStatement(node: node, version: version, build).bytes) else {
            throw .signature(build.path, key: signature.key)
        }
    }

    /// Decides whether an index is a registry's newest, as far as this server can tell: an older one that is played again, one
    /// that is not renewed, and one that a stranger has made are refused (The Update Framework, "Attacks and Weaknesses":
    /// rollback, indefinite freeze, mix-and-match, arbitrary software).
    /// - Parameter last: What this server has seen of the registry; `nil` at first.
    /// - Returns: What it has seen now; `nil` of an index without a signature.
    func check(
        _ fetched: FetchedIndex, of registry: String, after last: SeenIndex?, now: Date
    ) throws(RegistryError) -> SeenIndex? {
        guard let signature = fetched.index.signature, let version = fetched.index.version else {
            // A registry that signs does not stop: that is how a replay would begin.
            guard last == nil else { throw .indexUnsigned(registry) }
            return nil
        }
        if let reason = last?.revokedKeys?[signature.key] { throw .revokedKey(signature.key, reason) }
        guard let key = keys[signature.key] else {
            guard allowsUnsigned, last == nil else { throw .indexUnknownKey(registry, key: signature.key) }
            return nil
        }
        guard key.isValid(signature, for: fetched.statement.bytes) else {
            throw .indexSignature(registry, key: signature.key)
        }
        guard fetched.index.expires != nil, !isExpired(fetched.index, at: now) else {
            throw .indexExpired(registry, fetched.index.expires ?? "never")
        }
        let seen = SeenIndex(version: version, digest: fetched.statement.digest, fetched.index, after: last)
        if let last, last.version > version || (last.version == version && last.digest != seen.digest) {
            throw .indexRollback(registry, version: version, seen: last.version)
        }
        return seen
    }

    /// Decides whether the index of a registry that came with the server is what its key has signed. It is as new as the server,
    /// and older after a downgrade: neither its age nor its expiry says anything.
    static func checkBundled(_ fetched: FetchedIndex, of registry: String, _ key: TrustedKey) throws(RegistryError) {
        guard let signature = fetched.index.signature else { throw .indexUnsigned(registry) }
        guard signature.key == key.id else { throw .indexUnknownKey(registry, key: signature.key) }
        guard key.isValid(signature, for: fetched.statement.bytes) else {
            throw .indexSignature(registry, key: signature.key)
        }
    }

    /// Whether an index has to be signed anew; one without a time never has.
    func isExpired(_ index: RegistryIndex, at now: Date) -> Bool {
        guard let expires = index.expires else { return false }
        guard let end = try? Date(expires, strategy: .iso8601) else { return true }
        return end <= now
    }
}
