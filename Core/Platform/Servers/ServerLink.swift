import Crypto
import FoundationEssentials
import Values

/// Proves to a server of the installation that a message comes from another one: all of them have the same master key.
package struct ServerLink: Sendable {
    private let key: SymmetricKey

    package init(secret: [UInt8]) {
        // RFC 5869: a key of its own, so that nothing here says anything about what the master key seals.
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Data("millrace servers".utf8), outputByteCount: 32)
    }

    init(master: MasterKey) { self.init(secret: master.key.withUnsafeBytes { Array($0) }) }

    /// - Returns: A code of the parts, in hexadecimal digits, that only an owner of the key can make.
    package func proof(of parts: [String]) -> String {
        Hex.text(HMAC<SHA256>.authenticationCode(for: Self.bytes(of: parts), using: key))
    }

    package func isProof(_ text: String, of parts: [String]) -> Bool {
        guard let code = Hex.bytes(text) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.bytes(of: parts), using: key)
    }

    /// Each part with its length, so that no two lists of parts have the same bytes.
    private static func bytes(of parts: [String]) -> [UInt8] { parts.flatMap { "\($0.utf8.count):\($0)".utf8 } }
}
