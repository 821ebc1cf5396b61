/// A field of a schema that knows its name.
public protocol NamedField: Codable, Sendable, Hashable {
    var name: String { get set }
}
