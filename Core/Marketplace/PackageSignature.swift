/// Who signed a package, and the signature.
package struct PackageSignature: Codable, Sendable, Hashable {
    /// ``TrustedKey/id``
    package let key: String
    /// Ed25519, base64.
    package let value: String
}
