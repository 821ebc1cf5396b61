import Crypto
import FoundationEssentials
import Values

/// The public key of a publisher whose packages are taken.
package struct TrustedKey: Sendable {
    private static let mark = "ed25519:"
    private let key: Curve25519.Signing.PublicKey

    /// The first 8 bytes of the key's SHA-256, hexadecimal: tells keys from each other.
    package let id: String

    init(_ key: Curve25519.Signing.PublicKey) {
        self.key = key
        id = Hex.text(SHA256.hash(data: key.rawRepresentation).prefix(8))
    }

    /// - Parameter text: `ed25519:` and the 32 bytes in base64, as ``text`` gives it.
    package init(_ text: String) throws(RegistryError) {
        guard text.hasPrefix(Self.mark), let bytes = Data(base64Encoded: String(text.dropFirst(Self.mark.count))),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { throw .malformedTrustedKey(text) }
        self.init(key)
    }

    /// Whether a text can be an ``id``.
    static func isID(_ text: String) -> Bool {
        text.utf8.count == 16 && text.allSatisfy { $0.isHexDigit && !$0.isUppercase && $0.isASCII }
    }

    package var text: String { Self.mark + key.rawRepresentation.base64EncodedString() }

    func isValid(_ signature: PackageSignature, for statement: [UInt8]) -> Bool {
        guard let bytes = Data(base64Encoded: signature.value) else { return false }
        return key.isValidSignature(bytes, for: statement)
    }
}
