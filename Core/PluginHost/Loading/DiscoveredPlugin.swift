import JSON
import PluginMessages

/// A library that was inspected and is not loaded.
package struct DiscoveredPlugin: Sendable {
    package let candidate: PluginCandidate
    let outcome: PluginInspection.Outcome

    /// `nil` for a library that cannot be loaded.
    package var manifest: Manifest? {
        guard let manifest = try? outcome.get() else { return nil }
        return try? ManifestReader(path: candidate.path).read(manifest.bytes)
    }
}
