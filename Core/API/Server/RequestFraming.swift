import HTTPTypes
import NIOCore
import NIOHTTP1

/// What RFC 9110 and RFC 9112 ask of a server and the library leaves to it: one `Host`, `Expect: 100-continue`, the end of
/// connections of HTTP/1.0; and a limit on the time that a body takes.
final class RequestFraming: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A body that arrives at this rate, or faster, has all the time that it needs. Bytes a second.
    private static let leastRate: Int64 = 16 << 10

    private let bodyTime: TimeAmount
    /// Nothing of a connection is read after a request that was refused.
    private var isRefused = false
    /// Requests whose response is not sent yet.
    private var unanswered = 0
    private var received: Int64 = 0
    private var deadline: Scheduled<Void>?

    /// - Parameter bodyTime: For the whole of a body that arrives more slowly than ``leastRate``.
    init(bodyTime: TimeAmount) { self.bodyTime = bodyTime }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            if let problem = Self.problem(of: head) { return refuse(problem, context) }
            if Self.expectsContinue(head), unanswered == 0 {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
            }
            unanswered += 1
            if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
            received = 0
            watch(context, since: .now())
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let bytes):
            received += Int64(bytes.readableBytes)
            context.fireChannelRead(data)
        case .end:
            deadline?.cancel()
            context.fireChannelRead(data)
        }
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

    /// - Returns: `nil` for a head that is in order.
    private static func problem(of head: HTTPRequestHead) -> InvalidHost? {
        let hosts = head.headers["host"].count
        guard hosts == 1 || (hosts == 0 && head.version == .http1_0) else { return InvalidHost() }
        return nil
    }

    private static func expectsContinue(_ head: HTTPRequestHead) -> Bool {
        head.version != .http1_0 && head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
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

/// A request without a `Host`, or with more than one (RFC 9112, section 3.2).
struct InvalidHost: Error {}

/// A body that did not arrive in time.
struct SlowRequestBody: Error {}
