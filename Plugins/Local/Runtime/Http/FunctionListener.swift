import HTTPFraming
import Hummingbird
import Logging
import NIOCore
import PluginMessages

/// An HTTP server at which deployed Workers answer.
actor FunctionListener {
    private var serving: Task<Void, Never>?

    /// - Parameters:
    ///   - host: An address of this machine, or a name of one.
    ///   - port: 0 takes a free one.
    /// - Returns: The port.
    /// - Throws: When the port is not available.
    func start(
        _ responder: FunctionResponder, _ connections: ConnectionCounts, _ context: RuntimeContext, host: String,
        port: Int
    ) async throws -> Int {
        let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Int, any Error>.self)
        let (configuration, log) = (context.configuration, context.connectionLog)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionLimitHandler(connections, client: RequestOrigin.network) { admission, client in
                            log.refused(client, admission, connections)
                            return FunctionRefusal.full
                        },
                        MalformedRequestHandler(
                            limits: TransferLimits(
                                time: configuration.requestArrival, bodyLimit: { _ in configuration.requestBytes },
                                onSlow: { log.ended(RequestOrigin.network($1), $0) }),
                            respond: FunctionRefusal.response),
                    ], idleTimeout: TimeAmount(configuration.connectionIdleTime))),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { outcome.yield(.success($0.localAddress?.port ?? 0)) },
            logger: Logger(label: "functions") { _ in SwiftLogNoOpLogHandler() })
        serving = Task {
            do { try await application.runService(gracefulShutdownSignals: []) } catch {
                outcome.yield(.failure(error))
            }
            outcome.finish()
        }
        for await outcome in outcomes { return try outcome.get() }
        throw CancellationError()
    }

    func stop() async {
        serving?.cancel()
        await serving?.value
        serving = nil
    }
}
