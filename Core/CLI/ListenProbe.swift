import NIOCore
import NIOPosix

/// Whether the server's address can be listened on, before anything is made for a server that could not.
struct ListenProbe: Sendable {
    let host: String
    let port: Int

    /// Listens for a moment.
    /// - Throws: ``ListenError``
    func run() async throws {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
        } catch { throw ListenError(host: host, port: port, reason: error) }
    }
}
