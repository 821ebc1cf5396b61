import JSON

/// What is sealed of a credential.
struct CredentialValues: Codable, Sendable {
    /// By the fields of its type.
    var fields: JSONObject
    /// What a person's consent gave.
    var grant: Grant?
    /// A consent that was asked for and not given yet.
    var pending: Consent?

    struct Grant: Codable, Sendable {
        var refreshToken: String
        /// Of a vendor whose refresh tokens can be used once: the one that was minted last.
        var accessToken: String?
        /// Milliseconds since 1970.
        var end: Int64?
        /// Other members of the answer that programs use, by a node's fields.
        var values: [String: String]?
    }

    struct Consent: Codable, Sendable {
        /// SHA-256 of the state, hexadecimal.
        let state: String
        /// PKCE's (RFC 7636).
        let verifier: String
        let session: String
        let redirect: String
        /// Milliseconds since 1970.
        let end: Int64
    }
}
