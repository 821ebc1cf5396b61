import JSON

/// How a value appears in a response: its JSON Schema and its encoder, declared once.
///
/// A resource declares its shape beside its controller:
///
///     extension Connection {
///         static let shape = Shape<Connection>("Connection") {
///             Member("id", .id, \.id)
///             Member("name", .text(.name), \.name)
///             Member("url", .text, nullable: \.url, "Public URL of the deployment.")
///         }
///     }
///
/// To add a member to a response, add one `Member` to its shape: the OpenAPI document and every response that contains
/// the value follow.
struct Shape<Value>: Sendable {
    var schema: Schema
    /// The members of an object; empty for other values.
    let members: [Member<Value>]
    private let encode: @Sendable (Value) throws -> JSONValue

    init(_ schema: Schema, encode: @escaping @Sendable (Value) throws -> JSONValue) {
        self.schema = schema
        self.encode = encode
        members = []
    }

    /// An object.
    /// - Parameter name: The name of its schema in the OpenAPI document; `nil` declares it where it is used.
    init(_ name: String? = nil, @MemberBuilder<Value> _ members: () -> [Member<Value>]) {
        let members = members()
        let object = Schema.object(
            members.map { ($0.name, $0.schema) }, required: members.filter(\.isRequired).map(\.name))
        schema = name.map(object.named) ?? object
        self.members = members
        encode = { value in
            var json = JSONObject()
            for member in members { json[member.name] = try member.json(of: value) }
            return .object(json)
        }
    }

    func json(_ value: Value) throws -> JSONValue { try encode(value) }

    /// The description of this use of the shape.
    func note(_ text: String) -> Shape { with(schema.note(text)) }

    func example(_ value: JSONValue) -> Shape { with(schema.example(value)) }

    private func with(_ schema: Schema) -> Shape {
        var shape = self
        shape.schema = schema
        return shape
    }
}
