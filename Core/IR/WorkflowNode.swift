import JSON

/// A class, since documents have many and every check passes them on.
package final class WorkflowNode: Sendable {
    package let id: String
    package let type: String
    /// `nil`: a node from a plugin.
    package let builtIn: BuiltInNode?
    package let name: String
    package let version: String
    package let provider: String
    package let data: JSONObject
    package let config: NodeConfig
    /// Where the node is in the document.
    package let index: Int

    init(
        id: String, type: String, builtIn: BuiltInNode?, name: String, version: String, provider: String,
        data: JSONObject, config: NodeConfig, index: Int
    ) {
        self.id = id
        self.type = type
        self.builtIn = builtIn
        self.name = name
        self.version = version
        self.provider = provider
        self.data = data
        self.config = config
        self.index = index
    }

    package var place: Place { Place.nodes.element(index) }
    package var dataPlace: Place { place.member("data") }

    /// A field of `data` that is neither null nor empty.
    package func filled(_ key: String) -> JSONValue? {
        guard let value = data[key], !value.isNull, value != "" else { return nil }
        return value
    }
}
