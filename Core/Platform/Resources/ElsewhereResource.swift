import PluginMessages

/// A request to an endpoint of a plugin of another server.
struct ElsewhereResource: Codable, Sendable {
    let plugin: String
    let request: ResourceRequest
}
