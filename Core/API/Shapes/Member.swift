import JSON

/// One member of an object in a response: its name, its schema and where its value comes from.
struct Member<Root>: Sendable {
    let name: String
    let schema: Schema
    /// Whether every response has the member.
    let isRequired: Bool
    private let value: @Sendable (Root) throws -> JSONValue?

    private init(
        _ name: String, _ schema: Schema, isRequired: Bool, _ note: String?,
        value: @escaping @Sendable (Root) throws -> JSONValue?
    ) {
        self.name = name
        self.schema = note.map(schema.note) ?? schema
        self.isRequired = isRequired
        self.value = value
    }

    /// A member that always has a value.
    /// - Parameters:
    ///   - value: A key path or a closure.
    ///   - note: The description; `nil` keeps that of the shape.
    init<Value>(
        _ name: String, _ shape: Shape<Value>, _ value: @escaping @Sendable (Root) throws -> Value,
        _ note: String? = nil
    ) {
        self.init(name, shape.schema, isRequired: true, note) { try shape.json(value($0)) }
    }

    /// A member that is `null` without a value.
    init<Value>(
        _ name: String, _ shape: Shape<Value>, nullable value: @escaping @Sendable (Root) throws -> Value?,
        _ note: String? = nil
    ) {
        self.init(name, shape.schema.orNull, isRequired: true, note) { try value($0).map(shape.json) ?? .null }
    }

    /// A member that is omitted without a value.
    init<Value>(
        _ name: String, _ shape: Shape<Value>, optional value: @escaping @Sendable (Root) throws -> Value?,
        _ note: String? = nil
    ) {
        self.init(name, shape.schema, isRequired: false, note) { try value($0).map(shape.json) }
    }

    func json(of root: Root) throws -> JSONValue? { try value(root) }

    /// The member as one of a value that contains its object.
    func of<Other>(_ root: @escaping @Sendable (Other) -> Root) -> Member<Other> {
        Member<Other>(name, schema, isRequired: isRequired, nil) { try value(root($0)) }
    }
}

extension Shape {
    /// The members of this object as members of a value that contains it.
    func members<Other>(of root: @escaping @Sendable (Other) -> Value) -> [Member<Other>] {
        members.map { $0.of(root) }
    }
}
