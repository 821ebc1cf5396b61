import PluginMessages

/// A plugin that an operator turned off.
package struct DisabledPlugin: Sendable {
    package let manifest: Manifest
    package let origin: PluginOrigin
    package let reason: String
}
