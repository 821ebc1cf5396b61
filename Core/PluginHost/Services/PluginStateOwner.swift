/// Whose state it is.
package struct PluginStateOwner: Sendable, Hashable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?

    package init(plugin: String, organization: String?) {
        self.plugin = plugin
        self.organization = organization
    }
}
