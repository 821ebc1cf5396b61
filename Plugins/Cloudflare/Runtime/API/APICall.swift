import JSON
import Values

/// One request to the API, as data.
struct APICall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    enum Body: Sendable {
        case none
        case json(JSONValue)
        case multipart(MultipartBody)
        case bytes([UInt8], contentType: String)
    }

    /// What the `result` of a successful answer is.
    enum Result: Sendable {
        /// Nobody reads it, and there may be none.
        case any
        case object
        /// Or `null`, for a list without elements.
        case list
    }

    let method: Method
    /// Below the API's base, decoded.
    let path: [String]
    var query: [(name: String, value: String)]
    /// Besides those of the token and the body.
    let headers: [(name: String, value: String)]
    let body: Body
    /// What a token must be allowed for this call.
    let permission: TokenPermission
    /// The same call twice leaves the account as once: it may be sent again when nobody knows what became of it.
    let isRepeatable: Bool
    /// What asks can go on without the answer: it is not waited for as long as others.
    let isSecondary: Bool
    /// In place of the connection's.
    let token: String?
    let gives: Result

    /// - Parameter isRepeatable: `nil` says that of every method but POST.
    init(
        _ method: Method, _ path: [String], needs permission: TokenPermission,
        query: [(name: String, value: String?)] = [], headers: [(name: String, value: String?)] = [],
        body: Body = .none, isRepeatable: Bool? = nil, isSecondary: Bool = false, token: String? = nil,
        gives: Result = .any
    ) {
        self.method = method
        self.path = path
        self.permission = permission
        self.query = query.compactMap { name, value in value.map { (name, $0) } }
        self.headers = headers.compactMap { name, value in value.map { (name, $0) } }
        self.body = body
        self.isRepeatable = isRepeatable ?? (method != .post)
        self.isSecondary = isSecondary
        self.token = token
        self.gives = gives
    }

    /// For people and logs: `PUT workers/scripts/order-mail`, without the account.
    var name: String {
        let parts = path.first == "accounts" && path.count > 2 ? path.dropFirst(2) : path[...]
        return "\(method.rawValue) \(parts.joined(separator: "/"))"
    }

    /// Encoded, with the query.
    var target: String {
        let path = path.map(PercentEncoding.encoded).joined(separator: "/")
        guard !query.isEmpty else { return path }
        let query = query.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
        return "\(path)?\(query.joined(separator: "&"))"
    }
}
