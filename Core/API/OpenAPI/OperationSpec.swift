import HTTPTypes
import JSON
import Platform
import Storage

/// What the API's document says of an endpoint, and what a request to it is held against.
struct Operation: Sendable {
    enum Access: Sendable, Equatable {
        /// Anybody, without a key.
        case open
        /// A session's cookie alone.
        case cookie
        /// A key with this scope, or a session.
        case scope(Scope)
        /// A session of a person with this role; no key.
        case session(Role, Scope)

        /// `nil` for those who need not be known.
        var scope: Scope? {
            switch self {
            case .open, .cookie: nil
            case .scope(let scope), .session(_, let scope): scope
            }
        }
    }

    let method: HTTPRequest.Method
    /// From the root, with `:name` for a parameter.
    let path: String
    /// An imperative, in a few words: "List workflows". No two endpoints have the same.
    let summary: String
    /// What else there is to know; Markdown.
    var notes = ""
    var access: Access
    var query: [Parameter] = []
    /// A JSON body.
    var takes: Schema?
    /// How it goes well, the usual way first.
    var gives: [Answer]
    /// How it fails besides what every endpoint like it may fail by.
    var failures: [Failure] = []
    /// Which requests it is counted with besides all of its address.
    var limit: RateLimits.Policy?
    /// Whether its answer has an `ETag`, by which a client that has it already is spared the body.
    var hasEntityTag = false
    /// The heading that the document has it under.
    var tag = ""
    /// Whether the document has it.
    var isListed = true

    /// Names of the path's parameters.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }
}

/// A parameter of a query.
struct Parameter: Sendable {
    let name: String
    let note: String
    var isRequired = false
    var schema = Schema.text

    init(_ name: String, _ note: String, isRequired: Bool = false, _ schema: Schema = .text) {
        self.name = name
        self.note = note
        self.isRequired = isRequired
        self.schema = schema
    }

    static func status<Words: RawRepresentable & CaseIterable>(_ type: Words.Type) -> Parameter
    where Words.RawValue == String { Parameter("status", "Filter by status.", .choice(of: type)) }
}

extension [Parameter] {
    /// Of every list that has pages.
    static let page = [
        Parameter(
            "limit", "Maximum number of elements per page.",
            .whole(PageRequest.limits).usually(.int(PageRequest.defaultLimit))),
        Parameter("cursor", "The `nextCursor` of the previous page.", .cursor),
    ]

    /// Of a catalogue, which is given whole to those who do not ask for pages.
    static let part = [
        Parameter(
            "limit", "Maximum number of elements per page; without `limit` and `cursor`, all elements.",
            .whole(PageRequest.limits)),
        Parameter("cursor", "The `nextCursor` of the previous page.", .cursor),
    ]
}
