import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses answers for clients that take gzip. Streams are sent as they come.
struct ResponseCompression: RouterMiddleware {
    /// Below this many bytes an answer is one packet anyway.
    static let leastBytes = 1400

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // It stands for an answer that may be compressed for others (RFC 9110, section 15.4.5).
        guard response.status != .notModified else {
            response.headers.append(HTTPField(name: .vary, value: "accept-encoding"))
            return response
        }
        guard let length = response.body.contentLength, length >= Self.leastBytes,
            response.headers[.contentEncoding] == nil, Self.isText(response.headers[.contentType])
        else { return response }
        response.headers.append(HTTPField(name: .vary, value: "accept-encoding"))
        guard let accepted = request.headers[.acceptEncoding], AcceptedEncodings(accepted).prefersGzip else {
            return response
        }
        let plain = BodyCopy()
        try await response.body.write(plain.writer())
        guard let packed = Gzip.compress(plain.buffer) else {
            response.body = ResponseBody(byteBuffer: plain.buffer)
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.body = ResponseBody(byteBuffer: packed)
        return response
    }

    private static func isText(_ type: String?) -> Bool {
        guard let type = type?.split(separator: ";").first?.lowercased() else { return false }
        return type != "text/event-stream"
            && (type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("xml")
                || type.hasSuffix("javascript") || type.hasSuffix("yaml"))
    }
}
