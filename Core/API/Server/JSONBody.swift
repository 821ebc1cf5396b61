import JSON

/// The JSON body of a request, with its schema beside its members.
///
///     struct NewProject: JSONBody {
///         static let schema = Schema.body(["name": .name, "slug": .slug], required: ["name"]).named("NewProject")
///
///         let name: String
///         let slug: String?
///     }
///
/// A body is checked against the schema before it is decoded, so every problem is reported at once. Members that the schema
/// does not declare are not used: the response names them in `warnings`.
protocol JSONBody: Decodable, Sendable {
    static var schema: Schema { get }
    /// Whether a request may omit the body, which is `{}` then.
    static var isOptional: Bool { get }
    /// Where a member belongs that the schema does not declare, as "did you mean" goes on: `"params"`, or the place of it.
    /// - Returns: `nil` if that is unknown.
    static func meaning(of member: String, in body: JSONValue) -> String?
}

extension JSONBody {
    static var isOptional: Bool { false }
    static func meaning(of member: String, in body: JSONValue) -> String? { nil }
}
