import JSON
import PluginHost
import PluginMessages
import Storage

extension CredentialTokens {
    /// What plugins ask for: `tokens`, a ``TokenRequest``.
    func answer(_ request: ServerRequest) async -> Result<JSONValue, PluginFailure> {
        guard request.name == "tokens" else {
            return .failure(
                PluginFailure(code: "fetch.server", message: "The server does not support \"\(request.name)\"."))
        }
        do {
            let wanted = try request.body.decode(TokenRequest.self)
            let order = Order(
                deployment: DeploymentID(wanted.deploymentId), credential: wanted.credential, refused: wanted.refused)
            let token = try await token(order, for: request.providers, of: request.organization)
            return .success(try JSONValue(encoding: TokenAnswer(expiresIn: token.seconds, values: token.values)))
        } catch let error as PlatformError {
            return .failure(
                PluginFailure(
                    code: error.code, message: error.message, retryable: error.is(.credentialVendor)))
        } catch let mismatch as JSONMismatch {
            return .failure(PluginFailure(code: "fetch.request", message: "The request is malformed: \(mismatch)"))
        } catch {
            return .failure(PluginFailure(code: "fetch.server", message: "The server failed.", retryable: true))
        }
    }
}
