import NIOCore
import NIOHTTP1

/// Closes a connection whose client does not read the response that is sent to it.
final class UnreadResponseHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let time: TimeAmount
    private let onEnd: () -> Void
    /// Bytes that were written and that the system has not taken yet.
    private var unsent: Int64 = 0
    /// When the system last took something.
    private var progress = NIODeadline.now()
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - time: For which nothing may be taken of what is written, and of large pieces as long as they take at
    ///     ``RequestFraming/leastRate``.
    ///   - onEnd: Called when a connection is closed.
    init(time: TimeAmount, onEnd: @escaping () -> Void) {
        self.time = time
        self.onEnd = onEnd
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(let body) = unwrapOutboundIn(data), body.readableBytes > 0 else {
            return context.write(data, promise: promise)
        }
        let bytes = Int64(body.readableBytes)
        if unsent == 0 { progress = .now() }
        unsent += bytes
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.unsent -= bytes
            self.progress = .now()
            if self.unsent == 0 {
                self.deadline?.cancel()
                self.deadline = nil
            }
        }
        context.write(data, promise: written)
        if unsent > 0, deadline == nil { watch(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    private var end: NIODeadline { progress + time + .seconds(unsent / RequestFraming.leastRate) }

    private func watch(_ context: ChannelHandlerContext) {
        let bound = context.loopBound
        deadline = context.eventLoop.assumeIsolated().scheduleTask(deadline: end) {
            self.deadline = nil
            guard self.unsent > 0 else { return }
            guard self.end <= .now() else { return self.watch(bound.value) }
            self.onEnd()
            bound.value.close(promise: nil)
        }
    }
}
