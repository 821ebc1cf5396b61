import JSON
import PluginMessages

/// A library that was found and not loaded.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let path: String
    /// Stable, for programs: `plugin.abi`.
    package let code: String
    package let reason: String

    package var description: String { "\(path): \(reason) (\(code))" }
}

/// A plugin that answers calls.
package struct LoadedPlugin: Sendable {
    package let path: String
    package let manifest: Manifest
    package let connection: any PluginConnection

    package init(path: String, manifest: Manifest, connection: any PluginConnection) {
        self.path = path
        self.manifest = manifest
        self.connection = connection
    }
}

/// Something a plugin tells that no call asked for.
package struct PluginEvent: Sendable {
    package let plugin: String
    package let name: String
    package let payload: JSONValue
}
