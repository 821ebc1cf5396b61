import PluginMessages

/// A plugin that is loaded and contributes nothing yet: ``PluginHost/publish(_:)`` cannot fail for want of a library.
package struct StagedPlugin: Sendable {
    let unit: PluginUnit

    package var manifest: Manifest { unit.plugin.manifest }
    package var isolation: PluginIsolation { unit.runner.isolation }
}
