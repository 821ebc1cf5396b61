import Foundation
import JSON
import PluginMessages

extension ResourceAction {
    /// D1: databases and queries.
    static let databases: [ResourceAction] = [
        ResourceAction(
            "d1.databases", .get, "d1/databases", summary: "List D1 databases",
            query: [ConfigField("name", .string, label: "Name"), .cursor, .limit(1...100)], returns: page
        ) { runtime, request, account in
            let (found, next) = await runtime.resources(.database, request, account)
            let name = request.query["name"]?.string
            return .page(
                found.filter { name == nil || $0.name == name }.map { database in
                    let attributes = try? FileManager.default.attributesOfItem(atPath: database.url.path)
                    return [
                        "uuid": .string(database.name), "name": .string(database.name),
                        "file_size": .int(attributes?[.size] as? Int ?? 0),
                    ]
                }, next: next)
        },
        ResourceAction(
            "d1.create", .post, "d1/databases", scope: .write, summary: "Create a D1 database",
            body: [
                ConfigField("name", .string, label: "Name", required: true, validation: .init(maxLength: 100)),
                ConfigField(
                    "locationHint", .select, label: "Location",
                    options: ["wnam", "enam", "weur", "eeur", "apac", "oc"].map { .init($0) }),
            ], returns: object
        ) { runtime, request, account in
            let name = request.text("name")
            try await runtime.requireNew(.database, name, account)
            _ = try await runtime.ask(
                LocalResource(.database, name, account: account), "query", ["sql": "SELECT 1", "parameters": []])
            return ResourceResponse(status: 201, json: ["uuid": .string(name), "name": .string(name)])
        },
        ResourceAction(
            "d1.delete", .delete, "d1/databases/:databaseId", scope: .write, summary: "Delete a D1 database"
        ) { runtime, request, account in
            try await runtime.remove(.database, request.parameter("databaseId"), account)
        },
        ResourceAction(
            "d1.query", .post, "d1/databases/:databaseId/query", summary: "Query a D1 database",
            body: [
                ConfigField("sql", .code, label: "SQL", required: true, validation: .init(maxLength: 100_000)),
                ConfigField(
                    "params", .json, label: "Parameters",
                    description:
                        "An array of values for the ? placeholders, in order."),
            ], returns: page
        ) { runtime, request, account in
            let name = request.parameter("databaseId")
            try await runtime.require(.database, name, account)
            let answer = try await runtime.ask(
                LocalResource(.database, name, account: account), "query",
                [
                    "sql": .string(request.text("sql")), "parameters": request.body["params"] ?? [],
                    "onlyReads": .bool(request.canWrite != true),
                ])
            return .page([result(answer.value ?? .null)], next: nil)
        },
    ]

    /// Rows by the names of their columns.
    private static func result(_ value: JSONValue) -> JSONValue {
        let columns = value["columns"]?.array?.compactMap(\.string) ?? []
        let rows = (value["rows"]?.array ?? []).map { row in
            JSONValue.object(JSONObject(Array(zip(columns, row.array ?? []))))
        }
        return ["results": .array(rows), "success": true, "meta": value["meta"] ?? [:]]
    }
}
