import NIOCore
import NIOPosix

/// A server of this machine that accepts connections and sends nothing.
struct SilentListener: Sendable {
    /// - Parameter body: Gets the port.
    func serving(_ body: (_ port: Int) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        do { try await body(channel.localAddress?.port ?? 0) } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
    }
}
