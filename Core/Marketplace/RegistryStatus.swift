import FoundationEssentials

/// The result of the last request to a registry.
package struct RegistryStatus: Sendable {
    package let name: String
    /// When the index in use was fetched; `nil` without one.
    package let fetchedAt: Date?
    /// Why the last request failed.
    package let error: RegistryError?
}
