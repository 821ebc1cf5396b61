import Crypto
import FoundationEssentials
import Glibc
import JSON

/// The private key of a publisher (Ed25519), kept in a file that only its owner reads.
package struct SigningKey: Sendable {
    private static let mark = "millrace-signing-key:"
    private let key: Curve25519.Signing.PrivateKey

    package init() { key = Curve25519.Signing.PrivateKey() }

    /// - Throws: ``RegistryError/keyFile(_:_:)``
    package init(file: String) throws(RegistryError) {
        let text: String
        do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
            throw .keyFile(file, "it cannot be read")
        }
        guard text.hasPrefix(Self.mark),
            let bytes = Data(base64Encoded: String(text.dropFirst(Self.mark.count).prefix { !$0.isNewline })),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw .keyFile(file, "it does not contain a signing key") }
        self.key = key
    }

    /// Writes a new file (mode 0600); an existing file is never overwritten.
    package func write(to file: String) throws(RegistryError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw .keyFile(file, errno == EEXIST ? "it already exists" : "it cannot be created (error \(errno))")
        }
        defer { close(descriptor) }
        let text = Array("\(Self.mark)\(key.rawRepresentation.base64EncodedString())\n".utf8)
        guard Glibc.write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
            throw .keyFile(file, "it cannot be written (error \(errno))")
        }
    }

    package var publicKey: TrustedKey { TrustedKey(key.publicKey) }

    func sign(_ statement: [UInt8]) throws -> PackageSignature {
        PackageSignature(key: publicKey.id, value: try key.signature(for: statement).base64EncodedString())
    }

    /// The signature of an index as a whole.
    package func signature(ofIndex index: JSONValue) throws -> JSONValue {
        try JSONValue(encoding: sign(IndexStatement(of: index).bytes))
    }
}
