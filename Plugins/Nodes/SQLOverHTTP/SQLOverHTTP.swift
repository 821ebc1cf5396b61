import NodeKit

private let (query, transaction, insert) = ("Query", "Transaction", "Insert Rows")

private let node = NodeDefinition(
    id: "sql-http", name: "SQL over HTTP", version: "1.0.0",
    description: "Query Neon, PlanetScale and Turso over HTTP: Workers have no database sockets without a driver.",
    category: "Database", tags: ["sql", "postgres", "mysql", "sqlite", "neon", "planetscale", "turso"],
    icon: NodeDefinition.icon("M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0z M4 6c0 4 16 4 16 0 M4 12c0 4 16 4 16 0"),
    docsUrl: "https://neon.com/docs/serverless/serverless-driver", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(query, transaction, insert),
        .choice("database", "Database", ["Neon", "PlanetScale", "Turso"], default: "Neon"),
        .secret("url", "Connection string", "SQL_DATABASE_URL"),
        .secret("token", "Token of Turso", "SQL_AUTH_TOKEN"),
        .area(
            "sql", "SQL", "One statement, with $1, $2 for the parameters on Neon, else ?.", for: [query],
            required: true),
        .json("parameters", "Parameters", "A list; values never become SQL.", for: [query]),
        .json(
            "statements", "Statements", "A list of {sql, parameters}: all are executed, or none.",
            for: [transaction], required: true),
        .text("table", "Table", "Such as orders, or mill.orders.", for: [insert], required: true),
        .json("rows", "Rows", "A list of objects by column.", for: [insert], required: true),
        .choice("onConflict", "Rows that exist", ["fail", "ignore"], for: [insert], default: "fail"),
        .retryWrites(for: [query, transaction, insert]),
    ],
    outputSchema: [
        .list("rows", of: nil), .list("columns", ofEach: .string), .number("count", "Rows returned, or changed."),
        .text("insertId", "Of MySQL and SQLite."),
        .list(
            "results", "One for each statement.",
            of: [.list("rows", of: nil), .list("columns", ofEach: .string), .number("count"), .text("insertId")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["database"]).plugin(template: PackageResources.template_ts).start(host)
}
