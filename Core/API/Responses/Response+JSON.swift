import Hummingbird
import JSON
import Storage

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(json: value))
    }

    static func page<Element>(_ page: Page<Element>, _ element: (Element) throws -> JSONValue) rethrows -> Response {
        .json([
            "data": .array(try page.elements.map(element)),
            "nextCursor": page.next.map { .string($0.text) } ?? .null,
        ])
    }
}

extension ResponseBody {
    init(json: JSONValue) { self.init(byteBuffer: ByteBuffer(bytes: json.bytes)) }
}

extension JSONValue {
    init(_ id: Identifier<some Any>) { self = .string(id.text) }

    init(_ id: Identifier<some Any>?) { self = id.map { .string($0.text) } ?? .null }

    init(_ time: Timestamp) { self = .string(time.iso8601) }

    init(_ time: Timestamp?) { self = time.map { .string($0.iso8601) } ?? .null }

    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}
