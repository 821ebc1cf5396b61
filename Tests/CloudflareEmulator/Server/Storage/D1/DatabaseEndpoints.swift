import Hummingbird
import JSON

/// D1 databases.
struct DatabaseEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let databases = "accounts/:account/d1/database"
        return [
            Endpoint(.get, databases, .read("D1"), list), Endpoint(.post, databases, .write("D1"), create),
            Endpoint(.get, "\(databases)/:database", .read("D1"), get),
            Endpoint(.put, "\(databases)/:database", .write("D1"), change),
            Endpoint(.patch, "\(databases)/:database", .write("D1"), change),
            Endpoint(.delete, "\(databases)/:database", .write("D1"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let databases = try await store.read(call.account) { $0.databases }
        let found = databases.filter { call.query("name").map($0.name.contains) ?? true }
        return try call.page(found.map { .object($0.item) }, size: 1000, limit: 10_000)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let database = try await store.read(call.account) { account in
            account.databases[try account.databaseIndex(call.parameter("database"))]
        }
        let details = try await details(of: database, call.account)
        let fields = call.queries("fields")
        return .result(
            .object(JSONObject(details.filter { fields.isEmpty || fields.contains($0.key) }.map { ($0.key, $0.value) }))
        )
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let name = try call.text("name")
        let database = try await store.update(call.account) { account in
            guard account.databases.allSatisfy({ $0.name != name }) else {
                throw APIError.invalid("A database with that name already exists", code: 7502)
            }
            let database = D1Database(id: .uuid(), name: name, createdAt: .now)
            account.databases.append(database)
            return database
        }
        return .result(.object(try await details(of: database, call.account)))
    }

    /// Replication can be chosen, but there is one copy.
    @Sendable func change(_ call: Call) async throws -> Answer {
        let mode = try call.object()["read_replication"]?["mode"]?.string
        let database = try await store.update(call.account) { account in
            let index = try account.databaseIndex(call.parameter("database"))
            account.databases[index].replication = mode ?? account.databases[index].replication
            return account.databases[index]
        }
        return .result(.object(try await details(of: database, call.account)))
    }

    /// Its file stays with the runtime, where no later database has its id.
    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { account in
            account.databases.remove(at: try account.databaseIndex(call.parameter("database")))
        }
        return .result(nil)
    }

    private func details(of database: D1Database, _ account: String) async throws -> JSONObject {
        let answer = try await resources.ask(
            .database, database.id, account, "query",
            ["sql": "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", "parameters": []]
        ).value
        var details = database.item
        details["num_tables"] = answer?["rows"]?.array?.first?.array?.first ?? 0
        details["file_size"] = answer?["meta"]?["size_after"] ?? 0
        details["running_in_region"] = "WEUR"
        details["read_replication"] = ["mode": .string(database.replication)]
        return details
    }
}
