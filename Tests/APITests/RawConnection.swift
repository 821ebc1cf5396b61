import NIOCore
import NIOPosix

/// Bytes sent to a server as they are, and all that comes back until it closes the connection.
struct RawConnection {
    let port: Int

    /// - Parameter next: What is sent as soon as something comes back.
    func exchange(_ bytes: String, then next: String? = nil) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: bytes))
            var answer = ByteBuffer()
            var next = next
            for try await part in inbound {
                answer.writeImmutableBuffer(part)
                if let more = next.take() { try await outbound.write(ByteBuffer(string: more)) }
            }
            return String(buffer: answer)
        }
    }
}
