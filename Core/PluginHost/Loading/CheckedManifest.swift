import JSON
import PluginMessages

/// The manifest of a library that a check has read.
package struct CheckedManifest: Sendable {
    package let manifest: Manifest
    /// The manifest as the library sent it.
    let json: JSONValue
}
