import Crypto
import FoundationEssentials

/// Seals secrets with AES-256-GCM under the master key. A sealed value is `1.<key id>.<base64 of nonce,
/// ciphertext and tag>`.
package struct SecretBox: Sendable {
    private let keys: MasterKeys

    init(_ keys: MasterKeys) { self.keys = keys }

    /// - Parameter previous: The key that `master` takes the place of, while there are values that it sealed.
    init(master: MasterKey, previous: MasterKey? = nil) { keys = MasterKeys(master, previous: previous) }

    func seal(_ text: String, at place: SecretLocation) throws -> String {
        guard let master = keys.sealing else { throw SecretError.noKey }
        let sealed = try AES.GCM.seal(Array(text.utf8), using: master.key, authenticating: place.bytes)
        // Always there: the nonce has the standard length.
        guard let combined = sealed.combined else { throw SecretError.malformed }
        return Self.prefix(of: master) + combined.base64EncodedString()
    }

    /// What every value that is sealed with a key begins with.
    static func prefix(of key: MasterKey) -> String { "1.\(key.id)." }

    /// - Returns: `nil` for a text that is not sealed.
    static func keyID(of text: String) -> String? {
        guard text.hasPrefix("1.") else { return nil }
        let rest = text.dropFirst(2)
        return rest.firstIndex(of: ".").map { String(rest[..<$0]) }
    }

    func open(_ sealed: String, at place: SecretLocation) throws(SecretError) -> String {
        let parts = sealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1", let combined = Data(base64Encoded: String(parts[2])) else {
            throw .malformed
        }
        guard let key = keys.key(parts[1]) else { throw .otherKey(String(parts[1])) }
        do {
            let bytes = try AES.GCM.open(
                AES.GCM.SealedBox(combined: combined), using: key.key, authenticating: place.bytes)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .broken(place)
        }
    }
}
