import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import PluginMessages

/// What a Worker answered, as an HTTP response.
enum FunctionResponse {
    /// - Parameter reader: Of the request's body, which may go on until the response is sent.
    static func make(_ answer: Invocation.Answer, isHead: Bool, reader: RequestReader?) throws -> Response {
        let value = try JSONReader(JSONValue(parsing: answer.value ?? "{}"))
        let status = HTTPResponse.Status(code: try value.int("status"), reasonPhrase: try value.string("statusText"))
        var headers = HTTPFields()
        for pair in try value.value("headers").array ?? [] {
            guard let name = (pair.array?.first?.string).flatMap({ HTTPField.Name($0) }),
                let text = pair.array?.last?.string, !HopByHop.names.contains(name.canonicalName),
                name != .setCookie || !ServerCookies.isOwn(text)
            else { continue }
            headers.append(HTTPField(name: name, value: text))
        }
        let body = isHead || status == .noContent || status == .notModified ? nil : answer.body
        let length = headers[.contentLength].flatMap { Int($0) } ?? (answer.body == nil ? 0 : nil)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                do {
                    if let body {
                        for try await chunk in body { try await writer.write(ByteBuffer(bytes: chunk)) }
                    }
                    await reader?.stop()
                    try await writer.finish(nil)
                } catch {
                    await reader?.stop()
                    throw error
                }
            })
    }

    /// What this machine answers itself.
    static func problem(_ status: HTTPResponse.Status, _ code: String, _ message: String, nodeId: String? = nil)
        -> Response
    {
        let value = JSONObject(
            present: ("message", .string(message)), ("code", .string(code)), ("nodeId", nodeId.map(JSONValue.string)))
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: JSONValue.object(value).bytes)))
    }
}
