import Crypto
import FoundationEssentials

/// The public key of a publisher whose packages are taken.
package struct TrustedKey: Sendable {
    private static let mark = "ed25519:"
    private let key: Curve25519.Signing.PublicKey

    /// The first 8 bytes of the key's SHA-256, hexadecimal: tells keys from each other.
    package let id: String

    init(_ key: Curve25519.Signing.PublicKey) {
        self.key = key
        id = String(SHA256.hash(data: key.rawRepresentation).hexadecimal.prefix(16))
    }

    /// - Parameter text: `ed25519:` and the 32 bytes in base64, as ``text`` gives it.
    package init(_ text: String) throws(RegistryError) {
        guard text.hasPrefix(Self.mark), let bytes = Data(base64Encoded: String(text.dropFirst(Self.mark.count))),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { throw .malformedTrustedKey(text) }
        self.init(key)
    }

    package var text: String { Self.mark + key.rawRepresentation.base64EncodedString() }

    func isValid(_ signature: PackageSignature, for statement: PackageStatement) -> Bool {
        guard let bytes = Data(base64Encoded: signature.value) else { return false }
        return key.isValidSignature(bytes, for: statement.bytes)
    }
}

extension SHA256Digest {
    /// Lower case.
    var hexadecimal: String {
        reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
