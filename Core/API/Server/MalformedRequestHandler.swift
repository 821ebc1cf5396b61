import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Reports what is wrong with bytes that are not valid HTTP. The server's library answers them itself, before any middleware, with an
/// empty 400; this puts the API's kind of answer in its place.
final class RefusedBytes: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// `nil` as long as all that came was HTTP.
    private var refusal: HTTPParserError?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refusal = error as? HTTPParserError ?? refusal
        context.fireErrorCaught(error)
    }

    /// Answers to requests that came before go out as they are: of those, none is a 400 without a body.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let refusal, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0"
        else { return context.write(data, promise: promise) }
        let requestID = "\(RequestID())"
        let problem = Problem(refusal)
        let body = ByteBuffer(bytes: problem.body(of: nil, requestID: requestID).bytes)
        var fields = problem.fields
        fields[.connection] = "close"
        fields[.contentLength] = "\(body.readableBytes)"
        fields[RequestIdentity.field] = requestID
        SecurityHeaders.add(to: &fields)
        context.write(wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
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
