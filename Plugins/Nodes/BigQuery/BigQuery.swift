import NodeKit

private let (query, insert, datasets) = ("Query", "Insert Rows", "List Datasets")
private let (tables, table, job) = ("List Tables", "Get Table", "Get Job")

/// https://cloud.google.com/bigquery/docs/reference/rest: projects.list, datasets.list, tables.list
private func listed(_ path: String, _ items: String, label: String, value: String) -> VendorList {
    VendorList(
        "/bigquery/v2/projects\(path)", items: items, label: label, value: value, query: ["maxResults": "200"],
        pages: .cursor("nextPageToken", as: "pageToken"))
}
private let datasetList = listed(
    "/{project}/datasets", "datasets", label: "datasetReference/datasetId", value: "datasetReference/datasetId")
private let tableList = listed(
    "/{project}/datasets/{dataset}/tables", "tables", label: "tableReference/tableId",
    value: "tableReference/tableId")

private let node = NodeDefinition(
    id: "bigquery", name: "BigQuery", version: "1.0.0",
    description: "Query Google BigQuery with typed parameters, stream rows into tables, and look up schemas.",
    category: "Database", tags: ["sql", "google", "warehouse"],
    icon: NodeDefinition.icon("M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14 M16 16l4 4 M8 12v2 M11 8v6 M14 10v4"),
    docsUrl: "https://cloud.google.com/bigquery/docs/reference/rest", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(query, insert, datasets, tables, table, job),
        .secret("accessToken", "Access token", "BIGQUERY_ACCESS_TOKEN"),
        .text("project", "Project", "Its id; it is charged.", required: true)
            .options(from: listed("", "projects", label: "friendlyName|id", value: "id")),
        .area("sql", "SQL", "GoogleSQL, with @name for the parameters.", for: [query], required: true),
        .json(
            "parameters", "Parameters",
            "An object; values never become SQL. {type, value} sets a type such as DATE.", for: [query]),
        .text("location", "Location", "Such as EU.", for: [query, job]),
        .text("defaultDataset", "Default dataset", "For tables that the SQL names without one.", for: [query])
            .options(from: datasetList),
        .text("maximumBytes", "Bytes at most", "The query fails if it would be charged for more.", for: [query]),
        .flag("dryRun", "Only estimate", for: [query], default: false),
        .text("dataset", "Dataset", "Its id.", for: [insert, tables, table], required: true)
            .options(from: datasetList),
        .text("table", "Table", "Its id.", for: [insert, table], required: true).options(from: tableList),
        .json("rows", "Rows", "A list of objects by column.", for: [insert], required: true),
        .flag("skipInvalid", "Insert the valid rows if some are not", for: [insert], default: false),
        .flag("ignoreUnknown", "Ignore unknown columns", for: [insert], default: false),
        .text("jobId", "Job", "Its id.", for: [job], required: true),
        .limit(1000, for: [query, datasets, tables]),
        .retryWrites(for: []),
        .baseUrl("https://bigquery.googleapis.com"),
    ],
    outputSchema: [
        .list("rows", of: nil), .list("columns", of: [.text("name"), .text("type"), .text("mode")]), .number("count"),
        .flag("hasMore"), .number("affectedRows"), .number("bytesProcessed"), .text("jobId"), .text("state"),
        .list(
            "problems", "Of rows that were not inserted.",
            of: [.number("index"), .text("reason"), .text("message"), .text("column")]),
        .list("items", "Datasets or tables.", of: [.text("id"), .text("type"), .text("location"), .text("createdAt")]),
        .object("details"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = CredentialType.google(
    "bigquery", "BigQuery", scope: "https://www.googleapis.com/auth/bigquery")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
