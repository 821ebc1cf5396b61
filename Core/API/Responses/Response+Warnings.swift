import HTTPTypes
import Hummingbird
import JSON
import PluginMessages

extension Response {
    /// The response with warnings about the request, before its own; one without a JSON object is unchanged.
    /// - Parameter shape: How `warnings` has each of them.
    func adding(_ warnings: [Diagnostic], as shape: Shape<Diagnostic>) async throws -> Response {
        guard headers[.contentType] == "application/json" else { return self }
        let whole = BodyCopy()
        try await body.write(whole.writer())
        var response = self
        response.body = ResponseBody(byteBuffer: whole.buffer)
        guard var json = try JSONValue(parsing: whole.buffer.readableBytesView).object else { return response }
        json["warnings"] = .array(try warnings.map(shape.json) + (json["warnings"]?.array ?? []))
        response.body = ResponseBody(json: .object(json))
        return response
    }
}

extension Diagnostic {
    /// The place and the message in one line.
    static let textShape = Shape<Diagnostic>(Schema.text) { .string("\($0.pointer): \($0.message)") }
}
