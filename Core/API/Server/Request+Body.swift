import Hummingbird
import JSON
import Platform
import PluginMessages

extension Request {
    /// The body, checked against its schema and decoded.
    /// - Parameter limit: Bytes.
    /// - Throws: `JSONSyntaxError` with the place, ``PlatformError/invalid(_:)`` with every problem.
    func body<Body: JSONBody>(_ type: Body.Type, limit: Int) async throws -> Body {
        try await bodyAndWarnings(type, limit: limit).body
    }

    /// The body, as ``body(_:limit:)`` returns it, with a warning for each member that its schema does not declare.
    func bodyAndWarnings<Body: JSONBody>(
        _ type: Body.Type, limit: Int
    ) async throws -> (body: Body, warnings: [Diagnostic]) {
        try requireJSON()
        let buffer = try await body.collect(upTo: limit)
        if buffer.readableBytes == 0, Body.isOptional {
            return (try JSONValue.object([:]).decode(type), [])
        }
        if buffer.readableBytes == 0 { throw PlatformError.invalid([Self.missing(Body.schema)]) }
        let json = try JSONValue(parsing: buffer.readableBytesView)
        if let surrogate = LoneSurrogate(in: buffer.readableBytesView) {
            throw PlatformError.invalid([surrogate.problem])
        }
        let problems = Body.schema.problems(of: json, isStrict: StrictHandling.isPreferred(by: self))
        guard problems.isEmpty else { throw PlatformError.invalid(problems) }
        let unused = Body.schema.unusedMembers(of: json) { Body.meaning(of: $0, in: json) }
        return (try json.decode(type), unused)
    }

    private static func missing(_ schema: Schema) -> Diagnostic {
        let members = schema.definition(schema.json)["required"]?.array?.compactMap(\.string) ?? []
        let what = members.isEmpty ? "a JSON object" : "a JSON object with \(members.joined(separator: ", "))"
        return Diagnostic(code: "field.required", message: "Request body is missing; send \(what).")
    }

    /// A body without a type is read as JSON.
    private func requireJSON() throws(HTTPError) {
        guard let type = headers[.contentType]?.split(separator: ";").first?.lowercased() else { return }
        let name = type.drop { $0 == " " }.prefix { $0 != " " }
        guard name == "application/json" || name.hasSuffix("+json") else { throw HTTPError(.unsupportedMediaType) }
    }
}

extension LoneSurrogate {
    fileprivate var problem: Diagnostic {
        Diagnostic(
            code: "field.surrogate",
            message: "\(escape) at byte \(offset) is half of a surrogate pair; send both halves or another character.")
    }
}
