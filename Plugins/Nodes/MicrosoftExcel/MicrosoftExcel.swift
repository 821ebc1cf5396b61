import NodeKit

private let (read, table, append) = ("Read Rows", "Read Table", "Append Rows")
private let (update, clear, deleteRows) = ("Update Range", "Clear Range", "Delete Range")
private let (sheets, add, files) = ("List Worksheets", "Add Worksheet", "Find Workbooks")
private let (inSheet, inTable) = ([read, update, clear, deleteRows], [table, append])
private let inWorkbook = [read, table, append, update, clear, deleteRows, sheets, add]

private let node = NodeDefinition(
    id: "microsoft-excel", name: "Microsoft Excel", version: "1.0.0",
    description: "Read, append and change rows of Excel workbooks in OneDrive and SharePoint.",
    category: "Data", tags: ["spreadsheet", "microsoft", "office 365"],
    icon: NodeDefinition.icon("M5 3h14v18H5z M9 9l6 7 M15 9l-6 7"),
    docsUrl: "https://learn.microsoft.com/en-us/graph/api/resources/excel", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(read, table, append, update, clear, deleteRows, sheets, add, files),
        .secret("accessToken", "Access token", "EXCEL_ACCESS_TOKEN"),
        .text("driveId", "Drive", "Its id; by default the user's OneDrive."),
        .text("workbookId", "Workbook", "The file's id.", for: inWorkbook, required: true),
        .text("worksheet", "Worksheet", "Its name or id.", for: inSheet, required: true),
        .text("range", "Range", "Such as A1:D5; by default all that is used.", for: [read]),
        .text("changedRange", "Range", "Such as A2:D2.", for: [update, clear, deleteRows], required: true),
        .text("table", "Table", "Its name or id.", for: inTable, required: true),
        .json("rows", "Rows", "A list of lists, or of objects by column name.", for: [append], required: true),
        .json("values", "Values", "A list: a row; or a list of rows.", for: [update], required: true),
        .flag(
            "formulas", "Values may be formulas", "Else a text such as =A1 stays a text.", for: [append, update],
            default: false),
        .flag("hasHeader", "First row has names", "The other rows are objects then.", for: [read], default: true),
        .choice("valuesAs", "Values as", ["values", "text", "formulas"], for: [read], default: "values"),
        .choice("apply", "Clear", ["Contents", "Formats", "All"], for: [clear], default: "Contents"),
        .choice("shift", "Then move cells", ["Up", "Left"], for: [deleteRows], default: "Up"),
        .text("name", "Name", for: [add]),
        .text("search", "Search", "A part of the name.", for: [files]),
        .limit(1000, for: [read, table, files]),
        .retryWrites(for: [append, deleteRows, add]),
        .baseUrl("https://graph.microsoft.com"),
    ],
    outputSchema: [
        .text("address", "Such as Orders!A1:D5."),
        OutputField("rows", .array, description: "Objects, or lists.", nullable: true),
        .list("columns", ofEach: .string), .number("count"), .flag("hasMore"),
        .number("index", "Of the first row that was added."),
        .list("worksheets", of: [.text("id"), .text("name"), .number("position"), .text("visibility")]),
        .list("workbooks", of: [.text("id"), .text("name"), .text("driveId"), .text("url"), .text("modifiedAt")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = [
    CredentialType.microsoft(
        "microsoft-excel", "Microsoft Excel", scope: "Files.ReadWrite.All Sites.ReadWrite.All")
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
