import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Responds to malformed and slow HTTP requests in place of the empty 400 that the server's library sends before any
/// middleware.
package final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    /// Why a request is refused.
    package enum Refusal: Sendable {
        case head(MalformedHead)
        case slowHead
        case malformed(HTTPParserError)
    }

    private let limits: TransferLimits
    private let respond: @Sendable (Refusal) -> (head: HTTPResponse, body: ByteBuffer)?
    /// `nil` while all requests are valid HTTP.
    private var refusal: Refusal?

    /// - Parameter respond: Returns the response to a refused request; its connection is closed.
    package init(
        limits: TransferLimits, respond: @escaping @Sendable (Refusal) -> (head: HTTPResponse, body: ByteBuffer)?
    ) {
        self.limits = limits
        self.respond = respond
    }

    /// The rules of framing stand between the parser and its codec, where every header still is as it was sent.
    package func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let channel = context.channel
            let onSlow = { [limits] in limits.onSlow($0, channel.remoteAddress) }
            try pipeline.addHandler(
                UnreadResponseHandler(time: limits.time) { onSlow(.response) }, position: .before(codec))
            try pipeline.addHandler(RequestFraming(limits, onSlow: onSlow), position: .before(codec))
        } catch { context.fireErrorCaught(error) }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refusal = (error as? HTTPParserError).map { .malformed($0) } ?? refusal
        switch error {
        case let head as MalformedHead: refusal = .head(head)
        case is SlowRequestHead: refusal = .slowHead
        default: return context.fireErrorCaught(error)
        }
        // The library responds to its parser's errors only.
        context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
    }

    /// Responses to earlier requests are sent unchanged: none of those is a 400 without a body.
    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let refusal, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0", var response = respond(refusal)
        else { return context.write(data, promise: promise) }
        response.head.headerFields[.connection] = "close"
        response.head.headerFields[.contentLength] = "\(response.body.readableBytes)"
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(response.body)), promise: promise)
    }
}
