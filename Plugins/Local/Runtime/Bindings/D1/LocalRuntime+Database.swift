import Foundation
import GRDB
import JSON
import PluginMessages

extension LocalRuntime {
    /// "D1: Workers Binding API" of Cloudflare's documentation.
    func database(
        _ binding: DeployedBinding, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        let store = try stores.database(binding, deployment.account)
        do { return try await query(store, request) } catch let failure as PluginFailure {
            if let limit = D1Statement.limit(of: failure) { counters.limited(by: limit) }
            throw failure
        }
    }

    private func query(_ store: D1Store, _ request: BindingRequest) async throws -> BindingAnswer {
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

extension D1Store.Query {
    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(sql: try reader.string("sql"), parameters: try reader.list("parameters", Self.value))
    }

    /// Numbers are bound as REAL, as there: a column of the type INTEGER makes whole ones integers.
    private static func value(_ json: JSONValue) throws(JSONMismatch) -> DatabaseValue {
        switch json {
        case .null: return .null
        case .number(let number): return number.double.databaseValue
        case .string(let text): return text.databaseValue
        case .bool(let bool): return (bool ? 1 : 0).databaseValue
        case .object, .array:
            guard let data = json["base64"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
                throw JSONMismatch(message: "must be null, a number, a string or bytes")
            }
            return data.databaseValue
        }
    }
}
