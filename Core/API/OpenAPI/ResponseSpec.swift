import HTTPTypes
import JSON

/// A successful response as the OpenAPI document describes it.
struct ResponseSpec: Sendable {
    enum Body: Sendable {
        case none
        case json(Schema)
        /// Server-sent events, whose data has this schema.
        case events(Schema)
        /// Content of another media type, such as `text/plain`.
        case content(String)
    }

    let status: HTTPResponse.Status
    let note: String
    let body: Body
    /// Whether the response has a `Location`: the path of what was created.
    private(set) var hasLocation = false

    private init(_ status: HTTPResponse.Status, _ note: String, _ body: Body) {
        self.status = status
        self.note = note
        self.body = body
    }

    static func json(_ schema: Schema, _ status: HTTPResponse.Status, _ note: String) -> ResponseSpec {
        ResponseSpec(status, note, .json(schema))
    }

    /// 201 with a `Location`.
    static func created(_ schema: Schema, _ note: String) -> ResponseSpec {
        var spec = ResponseSpec(.created, note, .json(schema))
        spec.hasLocation = true
        return spec
    }

    static let noContent = ResponseSpec(.noContent, "No content.", .none)

    static func redirect(_ note: String) -> ResponseSpec { ResponseSpec(.found, note, .none) }

    static func events(_ schema: Schema, _ note: String) -> ResponseSpec { ResponseSpec(.ok, note, .events(schema)) }

    static func content(_ type: String, _ note: String, status: HTTPResponse.Status = .ok) -> ResponseSpec {
        ResponseSpec(status, note, .content(type))
    }
}
