import HTTPTypes
import NIOCore
import NIOHTTP1

/// What RFC 9110 and RFC 9112 ask of a server and the library leaves to it: a head that is in order (``RequestHead``),
/// `Expect: 100-continue`, the end of connections of HTTP/1.0; and limits on the time that a head and a body take.
final class RequestFraming: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A body that arrives at this rate, or faster, has all the time that it needs. Bytes a second.
    private static let leastRate: Int64 = 16 << 10

    private let bodyTime: TimeAmount
    private let bodies: BodyLimit
    private var progress = Progress.idle
    /// Whether a request has ended within the bytes that are being read.
    private var hasEnded = false
    /// Nothing of a connection is read after a request that was refused.
    private var isRefused = false
    /// Requests whose response is not sent yet.
    private var unanswered = 0
    private var received: Int64 = 0
    private var deadline: Scheduled<Void>?

    /// What is expected of the client.
    private enum Progress {
        /// The first bytes of a request.
        case idle
        /// The rest of a request's head: its deadline runs.
        case head
        case body
    }

    /// - Parameters:
    ///   - bodyTime: For the whole of a head, and of a body that arrives more slowly than ``leastRate``.
    ///   - bodies: How large they may be.
    init(bodyTime: TimeAmount, bodies: BodyLimit) {
        self.bodyTime = bodyTime
        self.bodies = bodies
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let received):
            var head: HTTPRequestHead
            do { head = try RequestHead.checked(received) } catch { return refuse(error, context) }
            let isTooLarge = Self.expectsContinue(head) && isTooLarge(head)
            if Self.expectsContinue(head), unanswered == 0, !isTooLarge {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
            }
            unanswered += 1
            progress = .body
            // A client that is refused before it has sent the body sends none: the connection ends with the response.
            if !head.isKeepAlive || isTooLarge { head.headers.replaceOrAdd(name: "connection", value: "close") }
            self.received = 0
            watch(context, since: .now())
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let bytes):
            received += Int64(bytes.readableBytes)
            context.fireChannelRead(data)
        case .end:
            deadline?.cancel()
            progress = .idle
            hasEnded = true
            context.fireChannelRead(data)
        }
    }

    /// Bytes of which the parser has made nothing yet are the beginning of a head.
    func channelReadComplete(context: ChannelHandlerContext) {
        if case .idle = progress, !hasEnded, !isRefused, unanswered == 0 {
            progress = .head
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: bodyTime) { [context = context.loopBound] in
                self.refuse(SlowRequestHead(), context.value)
            }
        }
        hasEnded = false
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    private static func expectsContinue(_ head: HTTPRequestHead) -> Bool {
        head.version != .http1_0 && head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }

    private func isTooLarge(_ head: HTTPRequestHead) -> Bool {
        let path = String(head.uri.prefix { $0 != "?" })
        return head.headers["content-length"].first.flatMap { Int($0) }.map { $0 > bodies.limit(of: path) } ?? false
    }

    private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
        isRefused = true
        deadline?.cancel()
        context.fireErrorCaught(error)
    }

    private func watch(_ context: ChannelHandlerContext, since start: NIODeadline) {
        deadline?.cancel()
        let end = start + bodyTime + .seconds(received / Self.leastRate)
        let context = context.loopBound
        deadline = context.value.eventLoop.assumeIsolated().scheduleTask(deadline: end) {
            let now = start + self.bodyTime + .seconds(self.received / Self.leastRate)
            guard now <= .now() else { return self.watch(context.value, since: start) }
            self.refuse(SlowRequestBody(), context.value)
        }
    }
}

/// A head that did not arrive in time.
struct SlowRequestHead: Error {}

/// A body that did not arrive in time.
struct SlowRequestBody: Error {}
