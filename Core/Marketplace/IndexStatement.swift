import Crypto
import JSON
import Values

/// What the signature of an index vouches for: all of it but the signature, in the order and spelling of the file.
struct IndexStatement: Sendable {
    let bytes: [UInt8]

    init(of json: JSONValue) {
        var members = json.object ?? [:]
        members["signature"] = Optional<JSONValue>.none
        bytes = Array("millrace index 1\n".utf8) + JSONValue.object(members).bytes
    }

    /// Tells indexes of the same version from each other.
    var digest: String { Hex.text(SHA256.hash(data: bytes)) }
}
