import PluginMessages

/// A plugin that contributes nothing, although somebody has it.
package struct DisabledPlugin: Sendable {
    package enum Cause: Sendable {
        /// An operator turned it off.
        case off
        /// It is installed, and its library cannot be loaded.
        case unloadable
    }

    /// Of an unloadable one only names are known.
    package let manifest: Manifest
    package let origin: PluginOrigin
    /// A sentence.
    package let reason: String
    package let cause: Cause

    package init(manifest: Manifest, origin: PluginOrigin, reason: String, cause: Cause) {
        self.manifest = manifest
        self.origin = origin
        self.reason = reason
        self.cause = cause
    }
}
