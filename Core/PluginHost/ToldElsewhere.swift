import JSON

/// What a plugin has told on another server.
package struct ToldElsewhere: Sendable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?
    package let name: String
    package let payload: JSONValue

    package init(plugin: String, organization: String?, name: String, payload: JSONValue) {
        self.plugin = plugin
        self.organization = organization
        self.name = name
        self.payload = payload
    }
}
