import NodeKit

private let (read, append, update) = ("Read Rows", "Append Row", "Update Row")
private let (clear, get) = ("Clear Range", "Get Spreadsheet")
private let sheet: [OutputField] = [.number("id"), .text("title"), .number("rows"), .number("columns")]

private let node = NodeDefinition(
    id: "google-sheets", name: "Google Sheets", version: "1.0.0",
    description: "Read, append, change and clear rows of a Google spreadsheet.",
    category: "Data", tags: ["spreadsheet", "google"],
    icon: NodeDefinition.icon("M5 3h14v18H5z M5 9h14 M5 15h14 M12 9v12"),
    docsUrl: "https://developers.google.com/workspace/sheets/api/reference/rest", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(read, append, update, clear, get),
        .secret("accessToken", "Access token", "GOOGLE_SHEETS_ACCESS_TOKEN"),
        .text("spreadsheetId", "Spreadsheet", "Its id.", required: true),
        .text("range", "Range", "Such as Orders!A1:D.", for: [read, append, update, clear], required: true),
        .json("values", "Values", "A list: a row; or a list of rows.", for: [append, update], required: true),
        .choice("valueInput", "Values are", ["USER_ENTERED", "RAW"], for: [append, update], default: "USER_ENTERED"),
        .flag("hasHeader", "First row has names", "The other rows are objects then.", for: [read], default: false),
        .choice(
            "valueRender", "Values as", ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"], for: [read],
            default: "FORMATTED_VALUE"),
        .limit(1000, for: [read]),
        .baseUrl("https://sheets.googleapis.com"),
    ],
    outputSchema: [
        .text("range"), OutputField("rows", .array, description: "Lists, or objects with a header.", nullable: true),
        .number("count"), .flag("hasMore"), .number("updatedRows"), .number("updatedCells"),
        .text("spreadsheetId", always: true),
        .text("title"), .text("url"), .list("sheets", of: sheet),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
