import NIOCore
import NIOPosix

extension ServerBootstrap {
    /// Listens on a free port until the body ends.
    /// - Parameters:
    ///   - hosts: The first one that this machine has.
    ///   - body: Gets the port.
    func serving<Result>(
        at hosts: [String] = ["127.0.0.1"], _ body: (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let channel = try await bound(to: hosts)
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private func bound(to hosts: [String]) async throws -> any Channel {
        for host in hosts.dropLast() {
            if let channel = try? await bind(host: host, port: 0).get() { return channel }
        }
        return try await bind(host: hosts.last ?? "127.0.0.1", port: 0).get()
    }
}
