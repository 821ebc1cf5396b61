/// One field of a node's value, or of an object in it.
public struct OutputField: NamedField {
    public enum Kind: String, Codable, Sendable { case string, number, boolean, object, array, null }

    /// The key in the value; on the wire the key of the schema object.
    public var name: String = ""
    public let type: Kind
    public let description: String?
    public let nullable: Bool?
    /// Of an object.
    public let properties: [OutputField]?
    /// Of an array: the shape of its elements.
    public let items: [OutputField]?

    private enum CodingKeys: String, CodingKey { case type, description, nullable, properties, items }

    public init(
        _ name: String, _ type: Kind, description: String? = nil, nullable: Bool? = nil,
        properties: [OutputField]? = nil, items: OutputField? = nil
    ) {
        self.name = name
        self.type = type
        self.description = description
        self.nullable = nullable
        self.properties = properties
        self.items = items.map { [$0] }
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        type = try fields.decode(Kind.self, forKey: .type)
        description = try fields.decodeIfPresent(String.self, forKey: .description)
        nullable = try fields.decodeIfPresent(Bool.self, forKey: .nullable)
        properties = try fields.decodeIfPresent(FieldList<OutputField>.self, forKey: .properties)?.wrappedValue
        items = try fields.decodeIfPresent(OutputField.self, forKey: .items).map { [$0] }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(type, forKey: .type)
        try fields.encodeIfPresent(description, forKey: .description)
        try fields.encodeIfPresent(nullable, forKey: .nullable)
        try fields.encodeIfPresent(properties.map(FieldList.init(wrappedValue:)), forKey: .properties)
        try fields.encodeIfPresent(items?.first, forKey: .items)
    }
}
