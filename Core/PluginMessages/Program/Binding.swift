import JSON

/// Something outside the code that it reaches by a member of `env`.
public struct Binding: Sendable, Hashable {
    /// A setting of a variable that code uses as only a binding can be used: why it is not a known binding.
    public static let unknown = "unknownBinding"

    /// The provider's word for the kind of thing: `kv_namespace`, `workflow`, `variable`.
    public let type: String
    /// The member of `env`.
    public let name: String
    /// What else the provider needs to make it, such as the service's name.
    public let settings: JSONObject

    public init(type: String, name: String, settings: JSONObject = [:]) {
        self.type = type
        self.name = name
        self.settings = settings
    }
}
