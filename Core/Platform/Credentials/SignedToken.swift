import Crypto
import CryptoExtras
import JSON
import Storage

/// JSON Web Tokens (RFC 7519) that a private key signs.
enum SignedToken {
    /// The key is not one in PEM for its algorithm.
    struct InvalidKey: Error {}

    /// - Parameters:
    ///   - fields: With `privateKey`, and where given `algorithm` (`RS256` or `ES256`) and `keyId`.
    ///   - seconds: For which the token is valid.
    static func make(_ claims: JSONObject, by fields: JSONObject, seconds: Int, at now: Timestamp = .now) throws
        -> String
    {
        let algorithm = fields["algorithm"]?.string ?? "RS256"
        var header: JSONObject = ["alg": .string(algorithm), "typ": "JWT"]
        if let id = fields["keyId"]?.string, !id.isEmpty { header["kid"] = .string(id) }
        // A clock that is ahead of the vendor's must not make a token of the future.
        let start = Int(now.milliseconds / 1_000) - 30
        var claims = claims
        claims["iat"] = .int(start)
        claims["exp"] = .int(start + seconds)
        let text = [header, claims].map { RandomText.base64url(JSONValue.object($0).bytes) }.joined(separator: ".")
        let key = (fields["privateKey"]?.string ?? "").replacing("\\n", with: "\n")
        return "\(text).\(RandomText.base64url(try signature(of: text, key, algorithm)))"
    }

    private static func signature(of text: String, _ key: String, _ algorithm: String) throws -> [UInt8] {
        let bytes = Array(text.utf8)
        do {
            guard algorithm == "ES256" else {
                let signature = try _RSA.Signing.PrivateKey(pemRepresentation: key)
                    .signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
                return Array(signature.rawRepresentation)
            }
            return Array(try P256.Signing.PrivateKey(pemRepresentation: key).signature(for: bytes).rawRepresentation)
        } catch { throw InvalidKey() }
    }
}
