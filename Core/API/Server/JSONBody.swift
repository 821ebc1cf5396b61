/// The JSON body of a request, with its schema beside its members.
///
///     struct NewProject: JSONBody {
///         static let schema = Schema.body(["name": .name, "slug": .slug], required: ["name"]).named("NewProject")
///
///         let name: String
///         let slug: String?
///     }
///
/// A body is checked against the schema before it is decoded, so every problem is reported at once.
protocol JSONBody: Decodable, Sendable {
    static var schema: Schema { get }
    /// Whether a request may omit the body, which is `{}` then.
    static var isOptional: Bool { get }
}

extension JSONBody {
    static var isOptional: Bool { false }
}
