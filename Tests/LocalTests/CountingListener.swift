import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server of this machine that counts its connections and sends each the same response.
final class CountingListener: Sendable {
    enum Response: Sendable {
        /// "reached", and the connection ends.
        case whole
        /// Begins and never ends.
        case endless

        fileprivate var text: String {
            switch self {
            case .whole: "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nreached"
            case .endless: "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegun"
            }
        }
    }

    private let response: Response
    private let state = Mutex<(count: Int, open: Int)>((0, 0))

    /// All that were made.
    var count: Int { state.withLock { $0.count } }
    var open: Int { state.withLock { $0.open } }

    init(_ response: Response = .whole) { self.response = response }

    /// Listens at every address of the machine: "::" takes IPv4 connections too; a machine without IPv6 has no such address.
    /// - Parameter body: Gets the port.
    func serving<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                self.state.withLock {
                    $0.count += 1
                    $0.open += 1
                }
                channel.closeFuture.whenComplete { _ in self.state.withLock { $0.open -= 1 } }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answer(response: self.response))
                }
            }
            .serving(at: ["::", "0.0.0.0"], body)
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let response: Response

        init(response: Response) { self.response = response }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: response.text)), promise: nil)
            switch response {
            case .whole: context.close(promise: nil)
            case .endless: break
            }
        }
    }
}
