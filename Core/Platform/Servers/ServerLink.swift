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

    /// RFC 5869: keys of their own, so that nothing here says anything about what the master key seals.
    static func keys(of master: SymmetricKey) -> (proof: SymmetricKey, message: SymmetricKey) {
        func derive(_ info: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data(info.utf8), outputByteCount: 32)
        }
        return (derive("millrace servers"), derive("millrace server messages"))
    }

    /// - Returns: A code of the parts, in hexadecimal digits, that only an owner of the key can make.
    package func proof(of parts: [String]) -> String {
        guard let key = keys.sealing?.linkKeys.proof else { return "" }
        return Hex.text(HMAC<SHA256>.authenticationCode(for: Self.bytes(of: parts), using: key))
    }

    package func isProof(_ text: String, of parts: [String]) -> Bool {
        guard let code = Hex.bytes(text) else { return false }
        let bytes = Self.bytes(of: parts)
        return keys.all.contains {
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: $0.linkKeys.proof)
        }
    }

    /// - Returns: A message that only an owner of the key can read, and only as one of the same parts.
    package func seal(_ message: [UInt8], for parts: [String]) -> [UInt8] {
        // With a key of 256 bits and a nonce of its own it always has a form with both.
        guard
            let key = keys.sealing?.linkKeys.message,
            let box = try? AES.GCM.seal(message, using: key, authenticating: Self.bytes(of: parts)),
            let sealed = box.combined
        else { preconditionFailure("AES-GCM seals every message") }
        return Array(sealed)
    }

    /// - Returns: `nil` for what no owner of the key has sealed for these parts.
    package func open(_ sealed: [UInt8], for parts: [String]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        let bytes = Self.bytes(of: parts)
        for key in keys.all {
            if let message = try? AES.GCM.open(box, using: key.linkKeys.message, authenticating: bytes) {
                return Array(message)
            }
        }
        return nil
    }

    /// Each part with its length, so that no two lists of parts have the same bytes.
    private static func bytes(of parts: [String]) -> [UInt8] { parts.flatMap { "\($0.utf8.count):\($0)".utf8 } }
}
