import NodeKit

private let (insert, select) = ("Insert Row", "Select Rows")
private let (update, delete, upsert) = ("Update Rows", "Delete Rows", "Upsert Rows")
private let (count, function) = ("Count Rows", "Call Function")

private let node = NodeDefinition(
    id: "supabase", name: "Supabase", version: "1.1.0",
    description: "Insert, select, change, count and delete rows of a Supabase database, and call its functions.",
    category: "Database", tags: ["postgres", "rows"],
    icon: NodeDefinition.icon("M13 3L4 14h7v7l9-11h-7z"),
    docsUrl: "https://supabase.com/docs/guides/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(insert, select, update, delete, upsert, count, function),
        .secret("anonKey", "Publishable or anon key", "SUPABASE_ANON_KEY"),
        .text("url", "Project", "Such as https://abc.supabase.co.", required: true, format: .url),
        .text("table", "Table", for: [insert, select, update, delete, upsert, count], required: true),
        .text("schema", "Schema", default: "public"),
        .json("row", "Row", "An object, or a list of them.", for: [insert, upsert], required: true),
        .json("values", "Values", "An object: what changes.", for: [update], required: true),
        .json(
            "filters", "Filters", "{column: value}, or a list of {column, operator, value}; all must hold.",
            for: [select, update, delete, count]),
        .flag(
            "allRows", "Every row", "Without filters nothing is changed unless it is set.", for: [update, delete],
            default: false),
        .text("columns", "Columns", "With commas between; other tables in brackets.", for: [select], default: "*"),
        .text("order", "Order", "Such as created_at.desc.", for: [select]),
        .text("onConflict", "Unique columns", "A row that is there already is changed.", for: [insert, upsert]),
        .limit(for: [select]),
        .text("function", "Function", "Its name.", for: [function], required: true),
        .json("arguments", "Arguments", "An object.", for: [function]),
        .retryWrites(for: [insert, function]),
    ],
    outputSchema: [
        .list("rows"), .number("count"), .flag("hasMore"), .object("result", "{value}: what a function returned."),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["url"]).plugin(template: PackageResources.template_ts).start(host)
}
