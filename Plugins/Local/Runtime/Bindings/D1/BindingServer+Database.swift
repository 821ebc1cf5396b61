import JSON
import PluginMessages

extension BindingServer {
    /// "D1: Workers Binding API" of Cloudflare's documentation.
    nonisolated(nonsending) func database(
        _ binding: DeployedBinding, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        // What operators ask is of no deployment.
        let owner = deployment.id.isEmpty ? "connection \(deployment.account)" : deployment.id
        do {
            return try await databaseTurns.turn(of: owner) {
                try await query(try stores.database(binding, deployment.account), request)
            }
        } catch let failure as PluginFailure {
            if let limit = D1Statement.limit(of: failure) { counters.limited(by: limit) }
            throw failure
        }
    }

    private nonisolated(nonsending) func query(
        _ store: D1Store, _ request: BindingRequest
    ) async throws -> BindingAnswer {
        let arguments = try JSONReader(request.value)
        switch request.method {
        case "query":
            let isReading = request.value["onlyReads"]?.bool ?? false
            return BindingAnswer(
                try await store.run(try D1Store.Query(json: request.value), onlyReads: isReading).json)
        case "batch":
            let queries = try arguments.list("statements", D1Store.Query.init(json:))
            return BindingAnswer(.array(try await store.batch(queries).map(\.json)))
        case "exec":
            let start = ContinuousClock.now
            let count = try await store.execute(try arguments.string("sql"))
            let duration = (ContinuousClock.now - start) / .milliseconds(1)
            return BindingAnswer(["count": .int(count), "duration": .number(JSONNumber(duration))])
        default: throw request.unknownMethod
        }
    }
}
