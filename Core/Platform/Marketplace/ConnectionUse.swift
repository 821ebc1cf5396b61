import Storage

/// A connection to a provider that a package contributes.
package struct ConnectionUse: Sendable, Hashable {
    package let connection: ConnectionID
    package let name: String
    package let provider: String
    /// Names of those that are deployed there, or about to be.
    package let workflows: [String]
}
