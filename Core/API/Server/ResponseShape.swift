import HTTPTypes
import Hummingbird
import JSON
import Storage

/// The successful response of an endpoint: what the OpenAPI document lists, and how the handler's result is sent.
struct ResponseShape<Value>: Sendable {
    let answers: [Answer]
    /// The response to a handler's result.
    let response: @Sendable (Value) throws -> Response

    static func ok(_ shape: Shape<Value>, _ note: String = "The request succeeded.") -> ResponseShape {
        ResponseShape(answers: [.ok(shape.schema, note)]) { .json(try shape.json($0)) }
    }

    static func created(_ shape: Shape<Value>, _ note: String = "Created.") -> ResponseShape {
        ResponseShape(answers: [.created(shape.schema, note)]) { .json(try shape.json($0), status: .created) }
    }

    /// 201 for a new value, 200 for one that existed.
    static func created<Content>(
        _ shape: Shape<Content>, orExisting note: String
    ) -> ResponseShape where Value == (Content, isNew: Bool) {
        ResponseShape(answers: [.created(shape.schema), .ok(shape.schema, note)]) {
            .json(try shape.json($0.0), status: $0.isNew ? .created : .ok)
        }
    }

    /// A page of a list, newest first.
    static func page<Element: Sendable>(of element: Shape<Element>) -> ResponseShape where Value == Page<Element> {
        ResponseShape(answers: [.page(of: element.schema)]) { try .page($0, element.json) }
    }

    /// 202: the request takes effect later.
    static func accepted(_ shape: Shape<Value>) -> ResponseShape {
        ResponseShape(answers: [.accepted(shape.schema)]) { .json(try shape.json($0), status: .accepted) }
    }

    /// A page of a catalogue, in alphabetical order.
    static func catalogue<Element: Sendable>(of element: Shape<Element>) -> ResponseShape
    where Value == Page<Element> {
        ResponseShape(answers: [.catalogue(of: element.schema)]) { try .page($0, element.json) }
    }

    /// A list that is short enough to be one page.
    static func all<Element: Sendable>(of element: Shape<Element>) -> ResponseShape where Value == [Element] {
        ResponseShape(answers: [.list(of: element.schema)]) {
            .json(["data": .array(try $0.map(element.json)), "nextCursor": .null])
        }
    }

    static var noContent: ResponseShape<Void> {
        ResponseShape<Void>(answers: [.noContent]) { Response(status: .noContent) }
    }
}
