import HTTPFraming
import Hummingbird
import Logging
import NIOCore
import Platform

/// How a server accepts connections and reads requests, whatever responds to them.
struct Listener: Sendable {
    let configuration: APIServer.Configuration
    let logger: Logger

    /// How long a connection may be silent between requests or within one; a response may take longer.
    private static let idleTimeout = TimeAmount.seconds(120)

    var bodies: BodyLimit {
        BodyLimit(bytes: configuration.bodyLimit, exceptions: [TransferController.importPath: ProjectFile.limit])
    }

    /// - Parameter onRunning: Called once, with the port, when the server accepts requests.
    func application<Responder: HTTPResponder>(
        _ responder: Responder, onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> some ApplicationProtocol
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        MalformedRequestHandler(
                            limits: TransferLimits(
                                time: configuration.bodyTime, bodyLimit: { [bodies] in bodies.limit(of: $0) }),
                            respond: MalformedRequestProblem.response)
                    ], idleTimeout: Self.idleTimeout)),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }
}
