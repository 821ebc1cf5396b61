import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Responds to malformed HTTP requests with a problem in place of the empty 400 that the server's library sends before any
/// middleware.
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// `nil` while all requests are valid HTTP.
    private var refusal: HTTPParserError?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refusal = error as? HTTPParserError ?? refusal
        context.fireErrorCaught(error)
    }

    /// Responses to earlier requests are sent unchanged: none of those is a 400 without a body.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let refusal, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0", let response = try? Self.response(to: refusal)
        else { return context.write(data, promise: promise) }
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(response.body)), promise: promise)
    }

    private static func response(to refusal: HTTPParserError) throws -> (head: HTTPResponse, body: ByteBuffer) {
        let requestID = "\(RequestID())"
        let problem = Problem(refusal)
        let body = ByteBuffer(bytes: try problem.body(of: nil, requestID: requestID).bytes)
        var fields = problem.fields
        fields[.connection] = "close"
        fields[.contentLength] = "\(body.readableBytes)"
        fields[RequestIdentity.field] = requestID
        SecurityHeaders.add(to: &fields)
        return (HTTPResponse(status: problem.status, headerFields: fields), body)
    }
}

extension Problem {
    fileprivate init(_ refusal: HTTPParserError) {
        switch refusal {
        case .headerOverflow:
            self.init(.requestHeadersTooLarge, "The request's path and headers exceed the server's limit.")
        case .invalidVersion: self.init(.requestHTTPVersion, "Unsupported HTTP version. Use HTTP/1.1.")
        default: self.init(.requestHTTP, "Malformed HTTP request: \(refusal.debugDescription).")
        }
    }
}
