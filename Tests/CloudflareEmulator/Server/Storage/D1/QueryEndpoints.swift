import Foundation
import Hummingbird
import JSON

/// SQL for a D1 database.
struct QueryEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let database = "accounts/:account/d1/database/:database"
        return [
            Endpoint(.post, "\(database)/query", .write("D1")) { call in
                .result(.array(try await run(call).map { Self.result(of: $0, Self.objects) }))
            },
            Endpoint(.post, "\(database)/raw", .write("D1")) { call in
                .result(.array(try await run(call).map { Self.result(of: $0, Self.table) }))
            },
        ]
    }

    /// Several statements are one transaction.
    private func run(_ call: Call) async throws -> [JSONValue] {
        let id = call.parameter("database")
        try await store.read(call.account) { _ = try $0.databaseIndex(id) }
        let statements = try Self.statements(try call.object())
        if statements.count == 1 {
            return [try await resources.ask(.database, id, call.account, "query", statements[0]).value ?? nil]
        }
        return try await resources.ask(.database, id, call.account, "batch", ["statements": .array(statements)]).value?
            .array ?? []
    }

    private static func statements(_ body: JSONObject) throws -> [JSONValue] {
        if let batch = body["batch"]?.array {
            guard !batch.isEmpty else { throw APIError.invalid("batch has no statements", code: 7400) }
            return try batch.map { try statement($0["sql"]?.string, $0["params"]) }
        }
        guard let sql = body["sql"]?.string else { throw APIError.invalid("sql is required", code: 7400) }
        let parts = SQLStatements.split(sql)
        guard parts.count > 1 else { return [try statement(sql, body["params"])] }
        guard body["params"]?.array?.isEmpty ?? true else {
            throw APIError.invalid("Parameters cannot be bound to several statements", code: 7400)
        }
        return try parts.map { try statement($0, nil) }
    }

    private static func statement(_ sql: String?, _ parameters: JSONValue?) throws -> JSONValue {
        guard let sql else { throw APIError.invalid("sql is required", code: 7400) }
        return ["sql": .string(sql), "parameters": parameters ?? []]
    }

    private static func result(of answer: JSONValue, _ rows: (JSONValue) -> JSONValue) -> JSONValue {
        ["results": rows(answer), "success": true, "meta": answer["meta"] ?? [:]]
    }

    private static func objects(_ answer: JSONValue) -> JSONValue {
        let columns = (answer["columns"]?.array ?? []).compactMap(\.string)
        return .array(
            (answer["rows"]?.array ?? []).map { row in
                .object(JSONObject(zip(columns, (row.array ?? []).map(cell))))
            })
    }

    private static func table(_ answer: JSONValue) -> JSONValue {
        let rows = (answer["rows"]?.array ?? []).map { JSONValue.array(($0.array ?? []).map(cell)) }
        return ["columns": answer["columns"] ?? [], "rows": .array(rows)]
    }

    /// Bytes are told as a list of numbers.
    private static func cell(_ value: JSONValue) -> JSONValue {
        guard let data = value["base64"]?.string.flatMap({ Data(base64Encoded: $0) }) else { return value }
        return .array(data.map { .int(Int($0)) })
    }
}
