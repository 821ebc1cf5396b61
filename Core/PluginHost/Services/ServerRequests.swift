import JSON
import PluginMessages
import Synchronization

/// Leads requests of plugins to whoever answers them, once there is somebody.
final class ServerRequests: Sendable {
    static let scheme = "millrace:"

    private let handler = Mutex<PluginHost.RequestHandler?>(nil)

    func answer(by new: @escaping PluginHost.RequestHandler) { handler.withLock { $0 = new } }

    func callAsFunction(_ request: ServerRequest) async -> Result<JSONValue, PluginFailure> {
        guard let handler = handler.withLock({ $0 }) else {
            return .failure(
                PluginFailure(
                    code: "fetch.server",
                    message:
                        "The server does not accept requests of plugins here."))
        }
        return await handler(request)
    }
}

extension PluginHost {
    package typealias RequestHandler = @Sendable (ServerRequest) async -> Result<JSONValue, PluginFailure>

    /// Says who answers what plugins ask of the server itself.
    package func answerRequests(_ handler: @escaping RequestHandler) { requests.answer(by: handler) }
}
