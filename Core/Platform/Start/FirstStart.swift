/// What a first start made.
package struct FirstStart: Sendable {
    /// All scopes; it is not shown again.
    package let apiKey: APIKeyText
    /// Where it was written.
    package let keyFile: String
}
