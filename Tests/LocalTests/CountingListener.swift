import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server at every address of this machine that counts its connections and answers each with "reached".
final class CountingListener: Sendable {
    private let connections = Mutex(0)

    var count: Int { connections.withLock { $0 } }

    /// - Parameter body: Gets the port.
    func serving<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                self.connections.withLock { $0 += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answer())
                }
            }
        // Takes IPv4 connections too; a machine without IPv6 has no such address.
        let channel: any Channel
        do { channel = try await bootstrap.bind(host: "::", port: 0).get() } catch {
            channel = try await bootstrap.bind(host: "0.0.0.0", port: 0).get()
        }
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nreached"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }
    }
}
