import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server at this machine that counts requests by path, and holds the answers of one path back.
final class PathListener: Sendable {
    private struct State {
        var counts: [String: Int] = [:]
        var held: String?
        var waiting: [any Channel] = []
    }

    private let state: Mutex<State>

    init(holding path: String) { state = Mutex(State(held: path)) }

    func count(_ path: String) -> Int { state.withLock { $0.counts[path] ?? 0 } }

    /// Answers what was held back, and everything from now on.
    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.held = nil
            return state.waiting
        }
        for channel in waiting { Self.answer(channel) }
    }

    /// - Parameter body: Gets the port.
    func serving<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(listener: self))
                }
            }
        return try await bootstrap.serving { port in
            defer { open() }
            return try await body(port)
        }
    }

    private func note(_ path: String, _ channel: any Channel) {
        let isHeld = state.withLock { state in
            state.counts[path, default: 0] += 1
            guard state.held == path else { return false }
            state.waiting.append(channel)
            return true
        }
        if !isHeld { Self.answer(channel) }
    }

    private static func answer(_ channel: any Channel) {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in channel.close(promise: nil) }
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let listener: PathListener
        private var head = ""
        private var isNoted = false

        init(listener: PathListener) { self.listener = listener }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            head += String(buffer: unwrapInboundIn(data))
            guard !isNoted, head.contains("\r\n\r\n") else { return }
            isNoted = true
            let words = head.split(separator: " ")
            let target = words.count > 1 ? words[1] : ""
            // A proxy may pass on the whole address.
            let parts = target.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
            let isWhole = target.contains("://")
            listener.note(isWhole ? "/" + (parts.count > 2 ? parts[2] : "") : String(target), context.channel)
        }
    }
}
