import Hummingbird
import JSON

extension Request {
    /// The body, read as JSON.
    /// - Throws: `JSONSyntaxError` with the place, `JSONMismatch` with the member that is wrong.
    func body<Body: Decodable>(_ type: Body.Type = Body.self, _ context: APIContext) async throws -> Body {
        try await body(type, upTo: context.bodyLimit)
    }

    /// - Parameter limit: Bytes.
    func body<Body: Decodable>(_ type: Body.Type, upTo limit: Int) async throws -> Body {
        let buffer = try await body.collect(upTo: limit)
        return try JSONValue(parsing: buffer.readableBytesView).decode(type)
    }
}
