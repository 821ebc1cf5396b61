import NIOCore
import NIOPosix

/// A server of this machine that accepts connections and sends nothing.
struct SilentListener: Sendable {
    /// - Parameter body: Gets the port.
    func serving(_ body: (_ port: Int) async throws -> Void) async throws {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).serving(body)
    }
}
