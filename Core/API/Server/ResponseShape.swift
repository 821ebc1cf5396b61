import HTTPTypes
import Hummingbird
import JSON
import PluginMessages
import Storage

/// The successful response of an endpoint: what the OpenAPI document lists, and how the handler's result is sent.
struct ResponseShape<Value>: Sendable {
    let specs: [ResponseSpec]
    /// The response to a handler's result.
    let response: @Sendable (Value) throws -> Response

    /// How `warnings` in the response has a warning about the request: as the response's own warnings, or as a text.
    var warnings: Shape<Diagnostic> {
        guard case .json(let schema)? = specs.first?.body else { return Diagnostic.textShape }
        let own = schema.definition(schema.json)["properties"]?["warnings"]?["items"]?["$ref"]
        return [Diagnostic.shape, Diagnostic.problemShape].first { own != nil && $0.schema.json["$ref"] == own }
            ?? Diagnostic.textShape
    }

    static func ok(_ shape: Shape<Value>, _ note: String = "The request succeeded.") -> ResponseShape {
        ResponseShape(specs: [.json(shape.schema, .ok, note)]) { .json(try shape.json($0)) }
    }

    /// 201 with the path of what was created.
    /// - Parameter location: Where a GET returns it.
    static func created(
        _ shape: Shape<Value>, _ note: String = "Created.", at location: @escaping @Sendable (Value) -> String
    ) -> ResponseShape {
        ResponseShape(specs: [.created(shape.schema, note)]) { value in
            .json(try shape.json(value), status: .created, location: location(value))
        }
    }

    /// 201 for a new value, 200 for one that existed.
    static func created<Content>(
        _ shape: Shape<Content>, orExisting note: String, at location: @escaping @Sendable (Content) -> String
    ) -> ResponseShape where Value == (Content, isNew: Bool) {
        ResponseShape(specs: [.created(shape.schema, "Created."), .json(shape.schema, .ok, note)]) { value in
            let json = try shape.json(value.0)
            return value.isNew ? .json(json, status: .created, location: location(value.0)) : .json(json)
        }
    }

    /// 202: the request takes effect later.
    static func accepted(_ shape: Shape<Value>) -> ResponseShape {
        ResponseShape(specs: [.json(shape.schema, .accepted, "Accepted.")]) {
            .json(try shape.json($0), status: .accepted)
        }
    }

    /// A page of a list, newest first.
    static func page<Element: Sendable>(of element: Shape<Element>) -> ResponseShape where Value == Page<Element> {
        .ok(.page(of: element), "A page, newest first.")
    }

    /// A catalogue in alphabetical order: whole, or a page if the request asks for one.
    static func catalogue<Element: Sendable>(of element: Shape<Element>) -> ResponseShape
    where Value == Page<Element> {
        .ok(.page(of: element), "All elements, or a page of them.")
    }

    /// A list that is short enough to be one page.
    static func all<Element: Sendable>(of element: Shape<Element>) -> ResponseShape where Value == [Element] {
        .ok(.wholeList(of: element), "All elements.")
    }

    /// The response with more headers.
    func headers(_ fields: @escaping @Sendable (Value) -> HTTPFields) -> ResponseShape {
        ResponseShape(specs: specs) { value in
            var response = try response(value)
            response.headers.append(contentsOf: fields(value))
            return response
        }
    }
}

extension ResponseShape where Value == Void {
    static var noContent: ResponseShape { ResponseShape(specs: [.noContent]) { Response(status: .noContent) } }

    static func redirect(to location: String, _ note: String) -> ResponseShape {
        ResponseShape(specs: [.redirect(note)]) { Response(status: .found, headers: [.location: location]) }
    }
}

extension ResponseShape where Value == StaticFile {
    /// A file that is served as it is.
    static func file(_ type: String, _ note: String) -> ResponseShape {
        ResponseShape(specs: [.content(type, note)]) { file in
            Response(
                status: .ok, headers: [.contentType: file.type, .contentSecurityPolicy: file.policy],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
    }
}

extension ResponseShape where Value == String {
    static func text(_ type: String, _ note: String) -> ResponseShape {
        ResponseShape(specs: [.content(type, note)]) { text in
            Response(
                status: .ok, headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
