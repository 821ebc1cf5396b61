import JSON

// What endpoints that list something have in common.

extension ConfigField {
    /// Where a page begins.
    public static let cursor = ConfigField(
        "cursor", .string, label: "Cursor", description: "The nextCursor of the last page.")

    /// What the names of the elements begin with.
    public static let prefix = ConfigField("prefix", .string, label: "Prefix")

    /// How many elements a page has.
    public static func limit(_ range: ClosedRange<Int>) -> ConfigField {
        ConfigField(
            "limit", .number, label: "Items a page",
            validation: .init(min: Double(range.lowerBound), max: Double(range.upperBound)))
    }
}

extension ResourceRequest {
    /// A part of the path; empty if the endpoint's path has none of that name.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// A text of the body; empty if it has none of that name.
    public func text(_ name: String) -> String { body[name]?.string ?? "" }
}

extension ResourceResponse {
    /// A page, in the shape of ``ResourceEndpoint/page(of:)``.
    public static func page(_ elements: [JSONValue], next: String?) -> ResourceResponse {
        ResourceResponse(json: ["data": .array(elements), "nextCursor": next.map(JSONValue.string) ?? .null])
    }
}
