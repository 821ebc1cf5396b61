import JSON
import PluginMessages

extension AccountResources {
    /// D1: databases and queries.
    static let databases: [Resource] = [
        Resource(
            "d1.databases", .get, "d1/databases", summary: "List D1 databases",
            "Lists the databases of the account, with `uuid` and `name`.",
            query: [ConfigField("name", .string, label: "Name"), .cursor, .limit(1...100)], gives: page
        ) { api, request throws(APIFailure) in
            let page = SmallPage(request)
            let answer = try await api.send(
                APICall(
                    .get, api.ofAccount("d1", "database"), needs: .databasesRead,
                    query: [
                        ("name", request.query("name")), ("page", page.cursor), ("per_page", "\(page.size ?? 100)"),
                    ], gives: .list))
            return page.answer(answer.list, next: answer.nextPage.map(String.init))
        },
        Resource(
            "d1.create", .post, "d1/databases", scope: .write, summary: "Create a D1 database",
            "Returns the database with its `uuid`, which workflows name in their variables.",
            body: [
                ConfigField("name", .string, label: "Name", required: true),
                ConfigField(
                    "locationHint", .select, label: "Location",
                    options: ["wnam", "enam", "weur", "eeur", "apac", "oc"].map { .init($0) }),
            ], gives: object, status: 201
        ) { api, request throws(APIFailure) in
            let body = JSONObject(
                present: ("name", .string(request.text("name"))),
                ("primary_location_hint", request.body["locationHint"]))
            return .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("d1", "database"), needs: .databasesEdit, body: .json(.object(body)),
                        gives: .object)
                ).result)
        },
        Resource(
            "d1.delete", .delete, "d1/databases/:databaseId", scope: .write, summary: "Delete a D1 database",
            "Deletes the database with all its data."
        ) { api, request throws(APIFailure) in
            try await api.send(
                APICall(
                    .delete, api.ofAccount("d1", "database", request.parameter("databaseId")), needs: .databasesEdit))
            return .deleted
        },
        Resource(
            "d1.query", .post, "d1/databases/:databaseId/query",
            summary: "Query a D1 database",
            "Executes SQL statements and returns a result for each, with its rows in `results`. Several in `sql` or `batch` are "
                + "one transaction. Statements that change data require the scope `write`.",
            body: statements, gives: page
        ) { api, request throws(APIFailure) in
            .page(try await api.execute(request, "query"), next: nil)
        },
        Resource(
            "d1.raw", .post, "d1/databases/:databaseId/raw", summary: "Query a D1 database for tables",
            "Like `query`, with `results` of `columns` and `rows`: columns of the same name stay apart.",
            body: statements, gives: page
        ) { api, request throws(APIFailure) in
            .page(try await api.execute(request, "raw"), next: nil)
        },
    ]

    private static let statements = [
        ConfigField(
            "sql", .code, label: "SQL", description: "Statements; or use `batch`.",
            validation: .init(maxLength: 100_000)),
        ConfigField(
            "params", .json, label: "Parameters",
            description:
                "An array of values for the ? placeholders, in order."),
        ConfigField(
            "batch", .json, label: "Batch",
            description: "Statements with parameters of their own: an array of {sql, params}."),
    ]
}

extension CloudflareAPI {
    /// - Parameter form: `query` or `raw`.
    fileprivate func execute(_ request: ResourceRequest, _ form: String) async throws(APIFailure) -> [JSONValue] {
        try await send(
            APICall(
                .post, ofAccount("d1", "database", request.parameter("databaseId"), form), needs: .databasesEdit,
                body: .json(.object(StatementBatch(request).body)), gives: .list)
        ).list
    }
}
