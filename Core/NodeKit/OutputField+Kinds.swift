/// Fields of a value as a node's definition lists them. Each may be null unless it is `always` there: a node with several
/// actions gives for each what it has.
extension OutputField {
    /// A text.
    /// - Parameters:
    ///   - name: The member of the node's value.
    ///   - description: What the member is.
    ///   - always: Whether it is never null.
    public static func text(_ name: String, _ description: String? = nil, always: Bool = false) -> OutputField {
        OutputField(name, .string, description: description, nullable: always ? nil : true)
    }

    /// A number.
    public static func number(_ name: String, _ description: String? = nil, always: Bool = false) -> OutputField {
        OutputField(name, .number, description: description, nullable: always ? nil : true)
    }

    /// `true` or `false`.
    public static func flag(_ name: String, _ description: String? = nil, always: Bool = false) -> OutputField {
        OutputField(name, .boolean, description: description, nullable: always ? nil : true)
    }

    /// - Parameter fields: `nil` for an object that can hold anything.
    public static func object(
        _ name: String, _ description: String? = nil, of fields: [OutputField]? = nil, always: Bool = false
    ) -> OutputField {
        OutputField(name, .object, description: description, nullable: always ? nil : true, properties: fields)
    }

    /// Objects that are alike.
    public static func list(
        _ name: String, _ description: String? = nil, of fields: [OutputField]? = nil, always: Bool = false
    ) -> OutputField {
        OutputField(
            name, .array, description: description, nullable: always ? nil : true,
            items: OutputField("item", .object, properties: fields))
    }

    /// Values of one kind.
    /// - Parameter kind: The kind of each element.
    public static func list(
        _ name: String, _ description: String? = nil, ofEach kind: Kind, always: Bool = false
    ) -> OutputField {
        OutputField(
            name, .array, description: description, nullable: always ? nil : true, items: OutputField("item", kind))
    }
}
