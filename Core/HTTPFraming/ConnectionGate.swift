import NIOCore

/// Refuses a connection for which there is no room: it gets a response and is closed, and nothing of it is parsed.
final class ConnectionGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// In which a client reads the response: a connection that is closed with something unread loses what was sent.
    private static let readTime = TimeAmount.seconds(1)

    private enum State {
        case new
        /// Counted for the client.
        case admitted(String)
        case refused(hasResponse: Bool)
        case closed
    }

    private let counts: ConnectionCounts
    private let client: @Sendable (SocketAddress?) -> String
    private let refuse: @Sendable (ConnectionCounts.Admission, _ client: String) -> [UInt8]
    private var state = State.new

    init(
        _ counts: ConnectionCounts, client: @escaping @Sendable (SocketAddress?) -> String,
        refuse: @escaping @Sendable (ConnectionCounts.Admission, _ client: String) -> [UInt8]
    ) {
        self.counts = counts
        self.client = client
        self.refuse = refuse
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { admit(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        admit(context)
        if case .admitted = state { context.fireChannelActive() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .admitted = state { context.fireChannelRead(data) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        release()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { release() }

    private func admit(_ context: ChannelHandlerContext) {
        guard case .new = state else { return }
        let client = client(context.channel.remoteAddress)
        let admission = counts.admit(client)
        guard admission != .admitted else {
            state = .admitted(client)
            return
        }
        let response = refuse(admission, client)
        let hasResponse = counts.beginRefusal()
        state = .refused(hasResponse: hasResponse)
        guard hasResponse else { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: response)), promise: nil)
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.readTime) { channel.close(promise: nil) }
    }

    private func release() {
        switch state {
        case .admitted(let client): counts.release(client)
        case .refused(hasResponse: true): counts.endRefusal()
        case .new, .refused, .closed: break
        }
        state = .closed
    }
}
