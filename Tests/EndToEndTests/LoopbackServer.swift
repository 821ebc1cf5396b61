import Hummingbird
import Logging
import ServerSupport

/// A router on a free port of this machine, for as long as it is needed.
struct LoopbackServer {
    let router: Router<BasicRequestContext>

    /// - Parameter body: Gets the server's address.
    func serving<Result: Sendable>(_ body: @escaping @Sendable (_ base: String) async throws -> Result) async throws
        -> Result
    {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "loopback") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            var started = ports.makeAsyncIterator()
            let result = try await body("http://127.0.0.1:\(await started.next() ?? 0)")
            group.cancelAll()
            return result
        }
    }
}
