import Crypto
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
        _ bytes: [UInt8], node: String, version: RegistryIndex.Version, build: RegistryIndex.Build
    ) throws(RegistryError) {
        guard bytes.count == build.size else {
            throw .size(build.path, expected: build.size, found: bytes.count)
        }
        guard Hex.text(SHA256.hash(data: bytes)) == build.sha256 else { throw .checksum(build.path) }
        guard let signature = build.signature else {
            guard allowsUnsigned else { throw .unsigned(build.path) }
            return
        }
        guard let key = keys[signature.key] else {
            guard allowsUnsigned else { throw .unknownKey(build.path, key: signature.key) }
            return
        }
        guard key.isValid(signature, for: PackageStatement(node: node, version: version, build)) else {
            throw .signature(build.path, key: signature.key)
        }
    }
}
