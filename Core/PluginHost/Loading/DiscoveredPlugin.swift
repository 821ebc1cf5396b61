import PluginMessages

/// A library that was inspected and is not loaded.
package struct DiscoveredPlugin: Sendable {
    package let candidate: PluginCandidate
    let outcome: Result<CheckedManifest, PluginRefusal>

    /// `nil` for a library that cannot be loaded.
    package var manifest: Manifest? { try? outcome.get().manifest }
}
