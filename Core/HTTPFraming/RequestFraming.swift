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
    static let leastRate: Int64 = 16 << 10

    /// In which a client reads the response to a request that was refused, and closes.
    private static let closeDelay = TimeAmount.seconds(5)

    private let limits: TransferLimits
    private let onSlow: (TransferLimits.Part) -> Void
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

    /// - Parameter onSlow: Called when a head or a body does not arrive in time.
    init(_ limits: TransferLimits, onSlow: @escaping (TransferLimits.Part) -> Void) {
        self.limits = limits
        self.onSlow = onSlow
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
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limits.time) {
                [context = context.loopBound] in
                self.onSlow(.head)
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
        return head.headers["content-length"].first.flatMap { Int($0) }.map { $0 > limits.bodyLimit(path) } ?? false
    }

    private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
        isRefused = true
        deadline?.cancel()
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.closeDelay) { channel.close(promise: nil) }
        context.fireErrorCaught(error)
    }

    private func watch(_ context: ChannelHandlerContext, since start: NIODeadline) {
        deadline?.cancel()
        let end = start + limits.time + .seconds(received / Self.leastRate)
        let context = context.loopBound
        deadline = context.value.eventLoop.assumeIsolated().scheduleTask(deadline: end) {
            let now = start + self.limits.time + .seconds(self.received / Self.leastRate)
            guard now <= .now() else { return self.watch(context.value, since: start) }
            self.onSlow(.body)
            self.refuse(SlowRequestBody(), context.value)
        }
    }
}
