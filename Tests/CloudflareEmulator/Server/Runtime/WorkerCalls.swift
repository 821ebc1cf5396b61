import Hummingbird
import NIOCore

/// Calls of deployed Workers.
struct WorkerCalls: Sendable {
    let store: Store
    let deployments: RuntimeDeployments

    func fetch(_ request: Request, at address: WorkerAddress, context: EmulatorContext) async throws -> Response {
        do {
            let script = try await store.read(address.account) { try $0.script(address.script) }
            _ = try await deployments.deploy(.script(script.name), account: address.account)
            return try await deployments.runtime(address.account).respond(
                to: request, service: script.service, authority: address.authority, path: address.path,
                context: BasicRequestContext(
                    source: ApplicationRequestContextSource(channel: context.channel, logger: context.logger)))
        } catch let error as APIError {
            return .envelope(error)
        }
    }
}
