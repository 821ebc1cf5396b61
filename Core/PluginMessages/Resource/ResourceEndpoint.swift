import JSON

/// An HTTP endpoint that a plugin brings; it is mounted below `/api/resources`.
public struct ResourceEndpoint: Codable, Sendable {
    public enum Method: String, Codable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What a caller's key must allow.
    public enum Scope: String, Codable, Sendable { case read, write, deploy }

    /// Unique within the plugin.
    public let id: String
    public let method: Method
    /// Below `/api/resources`, such as `kv/namespaces/:namespaceId/keys`; a part after `:` is a parameter.
    public let path: String
    public let scope: Scope
    /// One line for the API's reference.
    public let summary: String
    /// More about the endpoint for the reference, in Markdown: what it is for, units, what a caller has to know.
    public let description: String?
    /// Whose connection a request must name, as `connectionId` in the query or the body; `nil` needs none.
    public let provider: String?
    /// What the query may have besides `connectionId`; values are texts, numbers or truth values.
    @FieldList public var query: [ConfigField]
    /// What a JSON body may have besides `connectionId`; with no field, the body is any bytes.
    @FieldList public var body: [ConfigField]
    /// What is answered, in JSON Schema (2020-12), for the API's reference; `nil` is anything, bytes too.
    public let answer: JSONValue?
    /// The HTTP status of a response that succeeds; `nil` is 200.
    public let status: Int?
    /// The media type of a response that is not JSON; `nil` is any.
    public let mediaType: String?

    public init(
        _ id: String, _ method: Method, _ path: String, scope: Scope = .read, summary: String,
        description: String? = nil, provider: String? = nil, query: [ConfigField] = [], body: [ConfigField] = [],
        answer: JSONValue? = nil, status: Int? = nil, mediaType: String? = nil
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.scope = scope
        self.summary = summary
        self.description = description
        self.provider = provider
        self._query = FieldList(wrappedValue: query)
        self._body = FieldList(wrappedValue: body)
        self.answer = answer
        self.status = status
        self.mediaType = mediaType
    }

    /// The schema of a page of a list: `{data, nextCursor}`.
    public static func page(of element: JSONValue = ["type": "object"]) -> JSONValue {
        [
            "type": "object", "required": ["data", "nextCursor"],
            "properties": [
                "data": ["type": "array", "items": element, "description": "The elements of this page."],
                "nextCursor": [
                    "type": ["string", "null"],
                    "description": "The `cursor` of the next page; `null` on the last page.",
                ],
            ],
        ]
    }

    /// The parts of the path.
    public var segments: [Substring] { path.split(separator: "/", omittingEmptySubsequences: false) }
}
