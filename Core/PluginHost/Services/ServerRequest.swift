import JSON

/// A request of a plugin to the server itself, sent by `fetch` to a URL of the scheme `millrace`.
package struct ServerRequest: Sendable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?
    /// Those that the plugin contributes: it speaks for their deployments only.
    package let providers: Set<String>
    /// Of the URL, after the scheme.
    package let name: String
    package let body: JSONValue

    package init(plugin: String, organization: String?, providers: Set<String>, name: String, body: JSONValue) {
        self.plugin = plugin
        self.organization = organization
        self.providers = providers
        self.name = name
        self.body = body
    }
}
