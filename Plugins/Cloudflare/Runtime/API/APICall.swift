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
    /// In place of the connection's.
    let token: String?
    let gives: Result

    /// - Parameter isRepeatable: `nil` says that of every method but POST.
    init(
        _ method: Method, _ path: [String], needs permission: TokenPermission,
        query: [(name: String, value: String?)] = [], headers: [(name: String, value: String?)] = [],
        body: Body = .none, isRepeatable: Bool? = nil, token: String? = nil, gives: Result = .any
    ) {
        self.method = method
        self.path = path
        self.permission = permission
        self.query = query.compactMap { name, value in value.map { (name, $0) } }
        self.headers = headers.compactMap { name, value in value.map { (name, $0) } }
        self.body = body
        self.isRepeatable = isRepeatable ?? (method != .post)
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
        let path = path.map(PercentEncoding.encode).joined(separator: "/")
        guard !query.isEmpty else { return path }
        let query = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        return "\(path)?\(query.joined(separator: "&"))"
    }
}

/// RFC 3986, section 2.1: everything but the unreserved characters.
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(Character(UnicodeScalar(byte)))
            default:
                encoded += "%\(Hex.text(byte).uppercased())"
            }
        }
        return encoded
    }
}
