import JSON
import PluginMessages

extension BindingServer {
    /// A token of a credential: the server mints it.
    nonisolated(nonsending) func token(
        _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard request.method == "token" else { throw request.unknownMethod }
        let reader = try JSONReader(request.value)
        let order = TokenRequest(
            deploymentId: deployment.id, credential: try reader.string("credential"),
            refused: try reader.optionalString("refused"))
        do {
            let answer = try await observer.token(order)
            try await workers.output.mask(answer.values.keys.sorted().compactMap { answer.values[$0] }, of: deployment)
            return BindingAnswer(try JSONValue(encoding: answer))
        } catch {
            guard let failure = error as? PluginFailure else { throw error }
            // Programs see the message only.
            throw PluginFailure(code: failure.code, message: "\(failure.code): \(failure.message)")
        }
    }
}
