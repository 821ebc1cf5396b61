import NodeKit

private let (read, append, update) = ("Read Rows", "Append Row", "Update Row")
private let (clear, get) = ("Clear Range", "Get Spreadsheet")
private let sheet: [OutputField] = [.number("id"), .text("title"), .number("rows"), .number("columns")]

private let (appendNamed, find, updateNamed) = ("Append Rows by Name", "Find Rows", "Update Rows by Value")
private let (upsert, deleteNamed, addSheet) = ("Append or Update Row", "Delete Rows by Value", "Add Sheet")
private let create = "Create Spreadsheet"
/// https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list
private let spreadsheets = VendorList(
    "/drive/v3/files", items: "files", label: "name", value: "id",
    query: [
        "q": "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false", "orderBy": "viewedByMeTime desc",
        "fields": "nextPageToken,files(id,name)", "pageSize": "100", "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    ],
    search: [
        "q": "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false and name contains '{search}'"
    ], pages: .cursor("nextPageToken", as: "pageToken"), base: "https://www.googleapis.com")
/// https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/get
private let sheets = VendorList(
    "/v4/spreadsheets/{spreadsheetId}", items: "sheets", label: "properties/title", value: "properties/title",
    query: ["fields": "sheets.properties(sheetId,title)"])

private let node = NodeDefinition(
    id: "google-sheets", name: "Google Sheets", version: "1.1.0",
    description: "Read, append, change and clear rows of a Google spreadsheet.",
    category: "Data", tags: ["spreadsheet", "google"],
    icon: NodeDefinition.icon("M5 3h14v18H5z M5 9h14 M5 15h14 M12 9v12"),
    docsUrl: "https://developers.google.com/workspace/sheets/api/reference/rest", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(
            read, append, update, clear, get, appendNamed, find, updateNamed, upsert, deleteNamed, addSheet, create),
        .secret("accessToken", "Access token", "GOOGLE_SHEETS_ACCESS_TOKEN"),
        .text(
            "spreadsheetId", "Spreadsheet", "Its id.",
            for: [read, append, update, clear, get, appendNamed, find, updateNamed, upsert, deleteNamed, addSheet],
            required: true
        ).options(from: spreadsheets),
        .text("range", "Range", "Such as Orders!A1:D.", for: [read, append, update, clear], required: true),
        .json("values", "Values", "A list: a row; or a list of rows.", for: [append, update], required: true),
        .choice(
            "valueInput", "Values are", ["RAW", "USER_ENTERED"],
            for: [append, update, appendNamed, updateNamed, upsert], default: "RAW"),
        .flag("hasHeader", "First row has names", "The other rows are objects then.", for: [read], default: false),
        .choice(
            "valueRender", "Values as", ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"], for: [read],
            default: "FORMATTED_VALUE"),
        .limit(1000, for: [read, find]),
        .baseUrl("https://sheets.googleapis.com"),
        .text(
            "sheet", "Sheet", "Its name; the first row has the names of the columns.",
            for: [appendNamed, find, updateNamed, upsert, deleteNamed, addSheet], required: true
        ).options(from: sheets),
        .json(
            "row", "Row", "Values by column; a list of such objects appends several.",
            for: [appendNamed, updateNamed, upsert], required: true),
        .text("column", "Where column", "Its name.", for: [find, updateNamed, upsert, deleteNamed], required: true),
        .text("equals", "Is", for: [find, updateNamed, upsert, deleteNamed], required: true),
        .text("title", "Title", for: [create], required: true),
        .retryWrites(for: [append, appendNamed, addSheet, create]),
    ],
    outputSchema: [
        .text("range"), OutputField("rows", .array, description: "Lists, or objects with a header.", nullable: true),
        .number("count"), .flag("hasMore"), .number("updatedRows"), .number("updatedCells"),
        .text("spreadsheetId", always: true),
        .text("title"), .text("url"), .list("sheets", of: sheet),
        .list("found", of: [.number("rowNumber"), .object("values", "By column.")]), .number("sheetId"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = CredentialType.google(
    "google-sheets", "Google Sheets", scope: "https://www.googleapis.com/auth/spreadsheets",
    listing: "https://www.googleapis.com/auth/drive.metadata.readonly")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
