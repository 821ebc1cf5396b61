import Crypto
import FoundationEssentials

/// Where a sealed value is kept. A value that is moved to another place cannot be opened there.
struct SecretPlace: Sendable, Hashable {
    let table: String
    let column: String
    let row: String

    /// The associated data of the seal; no part holds a zero byte.
    fileprivate var bytes: [UInt8] { Array("\(table)\0\(column)\0\(row)".utf8) }
}

/// Why a sealed value cannot be opened.
enum SecretError: Error, Sendable, CustomStringConvertible {
    case malformed
    case otherKey(String)
    /// The value was changed or belongs to another place.
    case broken(SecretPlace)

    var description: String {
        switch self {
        case .malformed: "A sealed value is malformed."
        case .otherKey(let id): "A value is sealed with the master key \(id), which is not the one in use."
        case .broken(let place): "The sealed \(place.column) of \(place.table) \(place.row) was tampered with."
        }
    }
}

/// Seals secrets with AES-256-GCM under the master key. A sealed value is `1.<key id>.<base64 of nonce,
/// ciphertext and tag>`.
package struct SecretBox: Sendable {
    private let master: MasterKey

    init(master: MasterKey) { self.master = master }

    func seal(_ text: String, at place: SecretPlace) throws -> String {
        let sealed = try AES.GCM.seal(Array(text.utf8), using: master.key, authenticating: place.bytes)
        // Always there: the nonce has the standard length.
        guard let combined = sealed.combined else { throw SecretError.malformed }
        return "1.\(master.id).\(combined.base64EncodedString())"
    }

    func open(_ sealed: String, at place: SecretPlace) throws(SecretError) -> String {
        let parts = sealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1", let combined = Data(base64Encoded: String(parts[2])) else {
            throw .malformed
        }
        guard parts[1] == master.id else { throw .otherKey(String(parts[1])) }
        do {
            let bytes = try AES.GCM.open(
                AES.GCM.SealedBox(combined: combined), using: master.key, authenticating: place.bytes)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .broken(place)
        }
    }
}
