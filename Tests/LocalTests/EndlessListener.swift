import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server of this machine whose responses begin and never end. It counts connections.
final class EndlessListener: Sendable {
    private let state = Mutex<(count: Int, open: Int)>((0, 0))

    /// All that were made.
    var count: Int { state.withLock { $0.count } }
    var open: Int { state.withLock { $0.open } }

    /// - Parameter body: Gets the port.
    func serving(_ body: (_ port: Int) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                self.state.withLock {
                    $0.count += 1
                    $0.open += 1
                }
                channel.closeFuture.whenComplete { _ in self.state.withLock { $0.open -= 1 } }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answer())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do { try await body(channel.localAddress?.port ?? 0) } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegun"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
