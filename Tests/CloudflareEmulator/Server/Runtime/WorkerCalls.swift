import HTTPTypes
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
            if let file = try await file(of: script, request, at: address) { return file }
            _ = try await deployments.deploy(.script(script.name), account: address.account)
            return try await deployments.runtime(address.account).respond(
                to: request, service: script.service, authority: address.authority, path: address.path)
        } catch let error as APIError {
            return .envelope(error)
        }
    }

    /// A static file comes before the Worker, unless its version has it otherwise.
    private func file(of script: Script, _ request: Request, at address: WorkerAddress) async throws -> Response? {
        let path = String(address.path.prefix { $0 != "?" })
        guard let files = script.active?.assets, [.get, .head].contains(request.method),
            !files.runsWorkerFirst(at: path), let file = files.file(at: path),
            let asset = try await store.read(address.account, { $0.assets[file.hash] })
        else { return nil }
        var headers: HTTPFields = [.eTag: "\"\(file.hash)\""]
        if let type = asset.contentType { headers[.contentType] = type }
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: asset.content)))
    }
}
