import Crypto
import FoundationEssentials
import Values

/// The key that seals every secret of an installation: 32 random bytes, in a file as base64.
package struct MasterKey: Sendable {
    /// Tells keys from each other and says nothing about them.
    let id: String
    let key: SymmetricKey
    /// For proofs and messages between servers (``ServerLink``).
    let linkKeys: (proof: SymmetricKey, message: SymmetricKey)

    init(_ key: SymmetricKey = SymmetricKey(size: .bits256)) {
        self.key = key
        linkKeys = ServerLink.keys(of: key)
        let digest = SHA256.hash(data: Array("millrace master key ".utf8) + key.withUnsafeBytes { Array($0) })
        id = Hex.text(digest.prefix(8))
    }

    /// - Returns: `nil` if the file does not exist.
    /// - Throws: ``StartError/malformedMasterKey(_:)``
    static func load(from path: String) throws -> MasterKey? {
        guard let text = try PrivateFile(path: path).read() else { return nil }
        guard let key = MasterKey(text: text) else { throw StartError.malformedMasterKey(path) }
        return key
    }

    /// - Parameter text: Of a file, with or without the line's end.
    init?(text: String) {
        let line = text.last == "\n" ? String(text.dropLast()) : text
        guard let bytes = Data(base64Encoded: line), bytes.count == 32 else { return nil }
        self.init(SymmetricKey(data: bytes))
    }

    func store(at path: String) throws {
        let text = key.withUnsafeBytes { Data($0).base64EncodedString() }
        try PrivateFile(path: path).write(text)
    }
}
