import Crypto
import FoundationEssentials
import Values

/// Proves to a server of the installation that a message comes from another one: all of them have the same master key.
package struct ServerLink: Sendable {
    private let key: SymmetricKey
    private let messageKey: SymmetricKey

    package init(secret: [UInt8]) {
        // RFC 5869: keys of their own, so that nothing here says anything about what the master key seals.
        func derive(_ info: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Data(info.utf8), outputByteCount: 32)
        }
        key = derive("millrace servers")
        messageKey = derive("millrace server messages")
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

    /// - Returns: A message that only an owner of the key can read, and only as one of the same parts.
    package func seal(_ message: [UInt8], for parts: [String]) -> [UInt8] {
        // With a key of 256 bits and a nonce of its own it always has a form with both.
        guard
            let box = try? AES.GCM.seal(message, using: messageKey, authenticating: Self.bytes(of: parts)),
            let sealed = box.combined
        else { preconditionFailure("AES-GCM seals every message") }
        return Array(sealed)
    }

    /// - Returns: `nil` for what no owner of the key has sealed for these parts.
    package func open(_ sealed: [UInt8], for parts: [String]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let message = try? AES.GCM.open(box, using: messageKey, authenticating: Self.bytes(of: parts))
        else { return nil }
        return Array(message)
    }

    /// Each part with its length, so that no two lists of parts have the same bytes.
    private static func bytes(of parts: [String]) -> [UInt8] { parts.flatMap { "\($0.utf8.count):\($0)".utf8 } }
}
