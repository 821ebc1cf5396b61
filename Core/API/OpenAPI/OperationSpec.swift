import HTTPTypes
import JSON
import Platform
import Storage

/// An endpoint as the OpenAPI document describes it.
struct OperationSpec: Sendable {
    enum Access: Sendable, Equatable {
        /// Everyone, without a key.
        case open
        /// A session's cookie only.
        case cookie
        /// An API key with this scope, or a session.
        case scope(Scope)
        /// A session of a user with this role; no API key.
        case session(Role, Scope)

        /// `nil` for endpoints without a caller.
        var scope: Scope? {
            switch self {
            case .open, .cookie: nil
            case .scope(let scope), .session(_, let scope): scope
            }
        }
    }

    enum Body: Sendable {
        case json(Schema)
        /// Any bytes, of any media type.
        case bytes
    }

    let method: HTTPRequest.Method
    /// From the root, with `:name` for a parameter.
    let path: String
    /// An imperative, in a few words: "List workflows". Unique among the endpoints.
    let summary: String
    /// Words that distinguish the operation id from that of another endpoint with the same summary.
    var qualifier = ""
    /// More about the endpoint; Markdown.
    var notes = ""
    var access: Access
    var query: [Parameter] = []
    var body: Body?
    var isBodyRequired = true
    /// Successful responses, the usual one first.
    var responses: [ResponseSpec] = []
    /// Errors in addition to those of every endpoint of its kind.
    var errors: [ErrorSpec] = []
    /// The rate limit in addition to the global one of each address.
    var limit: RateLimits.Policy?
    /// Whether responses have an `ETag` although the path is not that of one resource.
    var isTagged = false
    /// The heading in the document.
    var tag = ""
    /// Whether the document lists it.
    var isListed = true

    /// Names of the path's parameters.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }
}
