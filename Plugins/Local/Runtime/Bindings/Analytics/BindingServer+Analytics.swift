import JSON
import PluginMessages

extension BindingServer {
    nonisolated(nonsending) func analytics(
        _ binding: DeployedBinding, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard request.method == "write" else { throw request.unknownMethod }
        let arguments = try JSONReader(request.value)
        do {
            try await stores.analytics(binding, deployment.account).write(
                index: try arguments.optionalString("index"), blobs: try arguments.value("blobs").text,
                doubles: try arguments.value("doubles").text, now: now)
        } catch is DatabaseLimitReached {
            counters.limited(by: .dataset)
            throw PluginFailure(.dataset, message: "Data point not written: \(stores.limits.fullDatabase)")
        }
        return BindingAnswer()
    }
}
