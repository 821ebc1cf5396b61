import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Responds to malformed HTTP requests with a problem in place of the empty 400 that the server's library sends before any
/// middleware.
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bodyTime: TimeAmount
    private let bodies: BodyLimit

    /// - Parameters:
    ///   - bodyTime: For which a body may arrive slowly.
    ///   - bodies: How large they may be.
    init(bodyTime: TimeAmount, bodies: BodyLimit) {
        self.bodyTime = bodyTime
        self.bodies = bodies
    }

    /// The rules of framing stand between the parser and its codec, where every header still is as it was sent.
    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(RequestFraming(bodyTime: bodyTime, bodies: bodies), position: .before(codec))
        } catch { context.fireErrorCaught(error) }
    }

    private static let slowHead = Problem(
        .requestTimeout, "The request's headers did not arrive in time. Send them at once.")

    /// `nil` while all requests are valid HTTP.
    private var refusal: Problem?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refusal = (error as? HTTPParserError).map(Problem.init) ?? refusal
        switch error {
        case let head as MalformedHead: refusal = Problem(.requestHTTP, head.message)
        case is SlowRequestHead: refusal = Self.slowHead
        default: return context.fireErrorCaught(error)
        }
        // The library responds to its parser's errors only.
        context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
    }

    /// Responses to earlier requests are sent unchanged: none of those is a 400 without a body.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let refusal, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0", let response = try? Self.response(with: refusal)
        else { return context.write(data, promise: promise) }
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(response.body)), promise: promise)
    }

    private static func response(with problem: Problem) throws -> (head: HTTPResponse, body: ByteBuffer) {
        let requestID = "\(RequestID())"
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
    /// What the parser found, before any middleware or while a body was read.
    init(_ refusal: HTTPParserError) {
        switch refusal {
        case .headerOverflow:
            self.init(.requestHeadersTooLarge, "The request's path and headers exceed the server's limit.")
        case .invalidVersion: self.init(.requestHTTPVersion, "Unsupported HTTP version. Use HTTP/1.1.")
        default: self.init(.requestHTTP, "Malformed HTTP request: \(refusal.debugDescription).")
        }
    }
}
