import Hummingbird
import Logging

/// An HTTP server on a free port of this machine, for as long as it is needed.
package struct LoopbackServer: Sendable {
    private let responder: CallbackResponder<BasicRequestContext>

    package init(router: Router<BasicRequestContext>) {
        let routes = router.buildResponder()
        responder = CallbackResponder { try await routes.respond(to: $0, context: $1) }
    }

    /// - Parameter answer: Responds to requests of any method and path.
    package init(answer: @escaping @Sendable (Request) async throws -> Response) {
        responder = CallbackResponder { request, _ in try await answer(request) }
    }

    /// - Parameter body: Gets the server's address.
    package func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ base: String) async throws -> Result
    ) async throws -> Result {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "loopback") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            var started = ports.makeAsyncIterator()
            let result = try await body("http://127.0.0.1:\(await started.next() ?? 0)")
            group.cancelAll()
            return result
        }
    }
}
