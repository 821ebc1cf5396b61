import Crypto
import FoundationEssentials
import Values

/// Proves to a server of the installation that a message comes from another one: all of them have the same master key, or
/// both while it is changed.
package struct ServerLink: Sendable {
    private let keys: MasterKeys

    package init(secret: [UInt8]) { self.init(MasterKeys(MasterKey(SymmetricKey(data: secret)))) }

    /// - Parameter keys: Loaded.
    init(_ keys: MasterKeys) { self.keys = keys }

    /// RFC 5869: a key of its own, so that nothing here says anything about what the master key seals.
    static func key(of master: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master, info: Data("millrace servers".utf8), outputByteCount: 32)
    }

    /// - Returns: A code of the parts, in hexadecimal digits, that only an owner of the key can make.
    package func proof(of parts: [String]) -> String {
        guard let key = keys.sealing?.linkKey else { return "" }
        return Hex.text(HMAC<SHA256>.authenticationCode(for: Self.bytes(of: parts), using: key))
    }

    package func isProof(_ text: String, of parts: [String]) -> Bool {
        guard let code = Hex.bytes(text) else { return false }
        let bytes = Self.bytes(of: parts)
        return keys.all.contains {
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: $0.linkKey)
        }
    }

    /// Each part with its length, so that no two lists of parts have the same bytes.
    private static func bytes(of parts: [String]) -> [UInt8] { parts.flatMap { "\($0.utf8.count):\($0)".utf8 } }
}
