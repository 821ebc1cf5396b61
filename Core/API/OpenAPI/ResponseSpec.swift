import HTTPTypes
import JSON

/// How an endpoint answers when all goes well.
struct Answer: Sendable {
    enum Body: Sendable {
        case none
        case json(Schema)
        /// Server-sent events, whose data has this schema.
        case events(Schema)
        /// Of another type: `text/plain`.
        case other(String, Schema)
    }

    /// `nil` is any of success.
    let status: HTTPResponse.Status?
    let note: String
    let body: Body

    private init(_ status: HTTPResponse.Status?, _ note: String, _ body: Body) {
        self.status = status
        self.note = note
        self.body = body
    }

    static func ok(_ schema: Schema, _ note: String = "The request succeeded.") -> Answer {
        Answer(.ok, note, .json(schema))
    }

    static func created(_ schema: Schema, _ note: String = "Created.") -> Answer {
        Answer(.created, note, .json(schema))
    }

    static func accepted(_ schema: Schema, _ note: String = "Accepted.") -> Answer {
        Answer(.accepted, note, .json(schema))
    }

    static let noContent = Answer(.noContent, "No content.", .none)

    /// A page of a list.
    static func page(of element: Schema) -> Answer { .ok(.page(of: element), "A page, newest first.") }

    /// A catalogue: whole, or a page if the request asks for one.
    static func catalogue(of element: Schema) -> Answer { .ok(.page(of: element), "All elements, or a page of them.") }

    /// A list that has one page.
    static func list(of element: Schema) -> Answer { .ok(.wholeList(of: element), "All elements.") }

    static func events(_ schema: Schema, _ note: String) -> Answer { Answer(.ok, note, .events(schema)) }

    static func other(_ type: String, _ note: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, note, .other(type, .text))
    }

    static func json(_ schema: Schema, status: HTTPResponse.Status, _ note: String) -> Answer {
        Answer(status, note, .json(schema))
    }

    /// Of a plugin.
    /// - Parameter schema: `nil` when it may be anything.
    static func plugin(_ schema: Schema?) -> Answer {
        Answer(nil, "The plugin's response.", schema.map(Body.json) ?? .other("*/*", .anything))
    }
}

/// How an endpoint fails, as a problem.
struct Failure: Sendable {
    let status: HTTPResponse.Status
    let note: String

    static func invalid(_ note: String) -> Failure { Failure(status: .badRequest, note: note) }
    static func notFound(_ note: String) -> Failure { Failure(status: .notFound, note: note) }
    static func conflict(_ note: String) -> Failure { Failure(status: .conflict, note: note) }
    static func forbidden(_ note: String) -> Failure { Failure(status: .forbidden, note: note) }
    static func unauthenticated(_ note: String) -> Failure { Failure(status: .unauthorized, note: note) }
    static func unprocessable(_ note: String) -> Failure { Failure(status: .unprocessableContent, note: note) }
    static func unavailable(_ note: String) -> Failure { Failure(status: .serviceUnavailable, note: note) }
}

extension [Failure] {
    /// Of what a plugin is asked for.
    static let plugin = [
        Failure(
            status: .badGateway, note: "The plugin or a service that it called failed; `code` is set by the plugin."),
        Failure(status: .gatewayTimeout, note: "The plugin did not respond in time."),
    ]
}
