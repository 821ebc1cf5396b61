import JSON
import PluginMessages
import Synchronization

/// A request of a plugin to the server itself, sent by `fetch` to a URL of the scheme `millrace`.
package struct ServerRequest: Sendable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?
    /// Those that the plugin contributes: it speaks for their deployments only.
    package let providers: Set<String>
    /// Of the URL, after the scheme.
    package let name: String
    package let body: JSONValue

    package init(plugin: String, organization: String?, providers: Set<String>, name: String, body: JSONValue) {
        self.plugin = plugin
        self.organization = organization
        self.providers = providers
        self.name = name
        self.body = body
    }
}

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
