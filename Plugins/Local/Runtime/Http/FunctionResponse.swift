import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import PluginMessages
import Values

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
        // What the program declares is held to what it sends: other responses come on the same connection.
        let declared = length(of: headers)
        headers[.contentLength] = nil
        let hasNoBody = isHead || status == .noContent || status == .notModified
        let body = hasNoBody ? nil : answer.body
        let length = answer.body == nil && !hasNoBody ? 0 : declared ?? (answer.body == nil ? 0 : nil)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: status == .noContent ? 0 : length) { writer in
                do {
                    if let body { try await send(body, declared, to: &writer) }
                    await reader?.stop()
                    try await writer.finish(nil)
                } catch {
                    await reader?.stop()
                    throw error
                }
            })
    }

    /// Bytes that a program says its body has; `nil` where it does not say so in one plain number.
    private static func length(of headers: HTTPFields) -> Int? {
        let values = headers[values: .contentLength]
        guard values.count == 1, let text = values.first, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// - Throws: When the body has more or fewer bytes than were declared: the connection is closed.
    private static func send(_ body: ByteBody, _ declared: Int?, to writer: inout any ResponseBodyWriter) async throws {
        var left = declared ?? .max
        for try await chunk in body {
            try await writer.write(ByteBuffer(bytes: chunk.prefix(left)))
            left -= chunk.count
            guard left >= 0 else { throw WrongLength() }
        }
        guard declared == nil || left == 0 else { throw WrongLength() }
    }

    private struct WrongLength: Error {}

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
