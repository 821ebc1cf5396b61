import HTTPFraming
import HTTPTypes
import JSON
import NIOCore

/// The response to a request that never reaches a Worker: it is not valid HTTP, did not arrive in time, or came over a
/// connection too many.
enum FunctionRefusal {
    static func response(to refusal: MalformedRequestHandler.Refusal) -> (head: HTTPResponse, body: ByteBuffer)? {
        let (status, code, message): (HTTPResponse.Status, String, String) =
            switch refusal {
            case .head(.host):
                (.badRequest, "local.request.host", "The Host header is not one valid host name or address.")
            case .head(let head): (.badRequest, "local.request.http", head.message)
            case .slowHead: (.requestTimeout, "local.request.slow", "The request's headers did not arrive in time.")
            case .malformed(let error): (.badRequest, "local.request.http", "Malformed HTTP request: \(error).")
            }
        return (
            HTTPResponse(status: status, headerFields: [.contentType: "application/json; charset=utf-8"]),
            ByteBuffer(bytes: body(code, message))
        )
    }

    /// A whole response as it is sent; the connection is closed behind it.
    static let full: [UInt8] = {
        let body = Self.body("local.connections", "Too many open connections. Retry in a few seconds.")
        let head = [
            "HTTP/1.1 503 Service Unavailable", "Content-Type: application/json; charset=utf-8", "Retry-After: 5",
            "Content-Length: \(body.count)", "Connection: close", "", "",
        ]
        return Array(head.joined(separator: "\r\n").utf8) + body
    }()

    private static func body(_ code: String, _ message: String) -> [UInt8] {
        let value: JSONValue = ["message": .string(message), "code": .string(code)]
        return Array(value.bytes)
    }
}
