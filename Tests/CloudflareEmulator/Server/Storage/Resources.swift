import JSON
import LocalRuntime
import PluginMessages

/// What lies in namespaces, databases, buckets and queues: the runtime keeps it, so that programs and the API see the
/// same.
struct Resources: Sendable {
    let deployments: RuntimeDeployments

    @discardableResult
    func ask(
        _ kind: LocalResource.Kind, _ name: String, _ account: String, _ method: String, _ value: JSONValue,
        body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let runtime = try await deployments.runtime(account)
        do {
            return try await runtime.ask(LocalResource(kind, name, account: account), method, value, body: body)
        } catch let failure as PluginFailure {
            throw Self.error(failure)
        }
    }

    private static func error(_ failure: PluginFailure) -> APIError {
        switch failure.code {
        case "local.d1": .invalid(failure.message.replacing("D1_ERROR: ", with: ""), code: 7500)
        case "local.kv": .invalid(failure.message, code: 10147)
        case "local.r2": .invalid(failure.message, code: 10025)
        case "local.queue": .invalid(failure.message, code: 10207)
        default: .invalid(failure.message)
        }
    }
}
