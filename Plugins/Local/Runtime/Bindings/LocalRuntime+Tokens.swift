import JSON
import PluginMessages

extension LocalRuntime {
    /// A token of a credential: the server mints it.
    func token(_ request: BindingRequest, from deployment: DeploymentRecord) async throws -> BindingAnswer {
        guard request.method == "token" else { throw request.unknownMethod }
        let reader = try JSONReader(request.value)
        let order = TokenRequest(
            deploymentId: deployment.id, credential: try reader.string("credential"),
            refused: try reader.optionalString("refused"))
        do { return BindingAnswer(try JSONValue(encoding: try await observer.token(order))) } catch {
            guard let failure = error as? PluginFailure else { throw error }
            // Programs see the message only.
            throw PluginFailure(code: failure.code, message: "\(failure.code): \(failure.message)")
        }
    }
}
