import Hummingbird
import JSON
import NIOCore
import PluginMessages

/// Calls of deployed Workers.
struct WorkerCalls: Sendable {
    let store: Store
    let deployments: RuntimeDeployments

    /// Calls the scheduled handler of a Worker, as one of its cron triggers does.
    func schedule(_ script: String, _ event: JSONObject) async throws {
        guard let account = await store.accounts.first(where: { $0.scripts[script] != nil }) else {
            throw APIError.scriptNotFound(script)
        }
        guard let cron = event["cron"]?.string ?? account.scripts[script]?.schedules.first?.cron else {
            throw APIError.invalid("\(script) has no cron trigger")
        }
        _ = try await deployments.deploy(.script(script), account: account.id)
        do {
            try await deployments.runtime(account.id).callSchedule(
                of: try account.script(script).service, cron: cron,
                time: event["scheduledTime"]?.int ?? Moment.now.milliseconds)
        } catch let failure as PluginFailure {
            throw APIError(.internalServerError, 1101, failure.message)
        }
    }

    func fetch(_ request: Request, at address: WorkerAddress) async throws -> Response {
        do {
            let script = try await store.read(address.account) { try $0.script(address.script) }
            _ = try await deployments.deploy(.script(script.name), account: address.account)
            return try await deployments.runtime(address.account).respond(
                to: request, service: script.service, authority: address.authority, path: address.path)
        } catch let error as APIError {
            return .envelope(error)
        }
    }
}
