import Errors
import PluginHost

extension PlatformError {
    /// A plugin that an operator turned off, or a package that cannot be loaded.
    static func pluginOff(_ plugin: DisabledPlugin) -> PlatformError {
        switch plugin.cause {
        case .off:
            PlatformError(
                .pluginOff,
                "The plugin \"\(plugin.manifest.id)\" is disabled: \(plugin.reason) Enable it with POST "
                    + "/api/plugins/\(plugin.manifest.id)/enable.")
        case .unloadable:
            PlatformError(
                .packageUnloadable,
                "The package \"\(plugin.manifest.id)\" \(plugin.manifest.version) cannot be loaded: \(plugin.reason)")
        }
    }

    /// A plugin that runs in the server's own process.
    static func pluginInProcess(_ id: String) -> PlatformError {
        PlatformError(
            .pluginInProcess, "The plugin \"\(id)\" runs in the server's process. Restart the server to restart it.")
    }

    /// A plugin that provides the server's storage.
    static func pluginIsStorage(_ id: String) -> PlatformError {
        PlatformError(
            .pluginIsStorage,
            "The plugin \"\(id)\" provides the server's storage. Start the server with another --storage first.")
    }
}
