import JSON

/// Something a plugin tells that no call asked for.
package struct PluginEvent: Sendable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?
    /// Those that the plugin contributes: of others' deployments it has nothing to tell.
    package let providers: Set<String>
    package let name: String
    package let payload: JSONValue
    /// Kept as long as the event, or what was made of it, waits.
    package let share: (any Sendable & AnyObject)?
    /// The id of the server whose plugin told it; `nil`: this one.
    package let server: String?

    /// Told when events of the plugin were dropped, since there were too many, and all others have been applied.
    package static let lost = "events.lost"

    package init(
        plugin: String, organization: String? = nil, providers: Set<String>, name: String, payload: JSONValue,
        share: (any Sendable & AnyObject)? = nil, server: String? = nil
    ) {
        self.plugin = plugin
        self.organization = organization
        self.providers = providers
        self.name = name
        self.payload = payload
        self.share = share
        self.server = server
    }
}
