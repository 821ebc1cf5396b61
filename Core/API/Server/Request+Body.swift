import Hummingbird
import JSON
import Platform
import PluginMessages

extension Request {
    /// The body, read as JSON.
    /// - Throws: `JSONSyntaxError` with the place, ``PlatformError/invalid(_:)`` with every member that is wrong.
    func body<Body: Decodable>(_ type: Body.Type = Body.self, _ context: APIContext) async throws -> Body {
        try await body(type, as: context.takes, upTo: context.bodyLimit)
    }

    /// - Parameter limit: Bytes.
    func body<Body: Decodable>(_ type: Body.Type, as schema: Schema?, upTo limit: Int) async throws -> Body {
        try requireJSON()
        let buffer = try await body.collect(upTo: limit)
        if buffer.readableBytes == 0 { throw PlatformError.invalid([Self.missing(schema)]) }
        let json = try JSONValue(parsing: buffer.readableBytesView)
        let problems = schema?.problems(of: json) ?? []
        guard problems.isEmpty else { throw PlatformError.invalid(problems) }
        return try json.decode(type)
    }

    private static func missing(_ schema: Schema?) -> Diagnostic {
        let members = schema.flatMap { $0.definition($0.json)["required"]?.array?.compactMap(\.string) } ?? []
        let what = members.isEmpty ? "a JSON object" : "a JSON object with \(members.joined(separator: ", "))"
        return Diagnostic(code: "field.required", message: "Request body is missing; send \(what).")
    }

    /// A body whose type is not said is taken for JSON.
    private func requireJSON() throws(HTTPError) {
        guard let type = headers[.contentType]?.split(separator: ";").first?.lowercased() else { return }
        let name = type.drop { $0 == " " }.prefix { $0 != " " }
        guard name == "application/json" || name.hasSuffix("+json") else { throw HTTPError(.unsupportedMediaType) }
    }
}
