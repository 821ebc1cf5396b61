import Crypto
import JSON
import PluginMessages

/// A digest of a content that whoever puts it may give, to be compared and kept.
struct Checksum: Sendable {
    enum Algorithm: String, Sendable {
        case md5, sha1, sha256, sha384, sha512

        var function: any HashFunction {
            switch self {
            case .md5: Insecure.MD5()
            case .sha1: Insecure.SHA1()
            case .sha256: SHA256()
            case .sha384: SHA384()
            case .sha512: SHA512()
            }
        }
    }

    let algorithm: Algorithm
    /// Hexadecimal digits.
    let digest: String

    init(_ algorithm: Algorithm, _ digest: String) {
        self.algorithm = algorithm
        self.digest = digest
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(try reader.named("algorithm"), try reader.string("digest"))
    }

    /// An object's, as a JSON text: MD5, and the one that was given.
    static func text(md5: String, and given: Checksum?) -> String {
        var object: JSONObject = ["md5": .string(md5)]
        if let given { object[given.algorithm.rawValue] = .string(given.digest) }
        return JSONValue.object(object).text
    }
}
