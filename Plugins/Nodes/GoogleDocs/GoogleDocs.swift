import NodeKit

private let (create, get, append) = ("Create Document", "Get Document", "Append Text")
private let (insert, replace, fill) = ("Insert Text", "Replace Text", "Batch Update")

/// https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list
private let documents = VendorList(
    "/drive/v3/files", items: "files", label: "name", value: "id",
    query: [
        "q": "mimeType='application/vnd.google-apps.document' and trashed=false", "orderBy": "viewedByMeTime desc",
        "fields": "nextPageToken,files(id,name)", "pageSize": "100", "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    ],
    search: ["q": "mimeType='application/vnd.google-apps.document' and trashed=false and name contains '{search}'"],
    pages: .cursor("nextPageToken", as: "pageToken"), base: "https://www.googleapis.com")

private let node = NodeDefinition(
    id: "google-docs", name: "Google Docs", version: "1.0.0",
    description: "Create, read and change documents in Google Docs.",
    category: "Data", tags: ["document", "google", "text"],
    icon: NodeDefinition.icon("M6 3h9l4 4v14H6z M15 3v4h4 M9 11h7 M9 14h7 M9 17h4"),
    docsUrl: "https://developers.google.com/workspace/docs/api/reference/rest", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, append, insert, replace, fill),
        .secret("accessToken", "Access token", "GOOGLE_DOCS_ACCESS_TOKEN"),
        .text("title", "Title", for: [create], required: true),
        .text("documentId", "Document", "Its id.", for: [get, append, insert, replace, fill], required: true)
            .options(from: documents),
        .area("text", "Text", for: [append, insert], required: true),
        .number("index", "Position", "1 is the start of the document.", for: [insert], default: 1, min: 1),
        .json(
            "replacements", "Replacements", "An object: texts to find, and what replaces them.", for: [replace],
            required: true),
        .flag("matchCase", "Match case", for: [replace], default: true),
        .json("requests", "Requests", "A list in the form of Google's API.", for: [fill], required: true),
        .text(
            "revisionId", "Revision", "The change fails if the document has another.",
            for: [append, insert, replace, fill]),
        .retryWrites(for: [create, append, insert, replace, fill]),
        .baseUrl("https://docs.googleapis.com"),
    ],
    outputSchema: [
        .text("documentId"), .text("title"), .text("url"), .text("revisionId"), .text("text"),
        .list(
            "paragraphs", of: [.text("text"), .text("style", "Such as HEADING_1."), .number("start"), .number("end")]),
        .number("replaced", "How many texts were replaced."), .list("replies", of: nil),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = CredentialType.google(
    "google-docs", "Google Docs", scope: "https://www.googleapis.com/auth/documents",
    listing: "https://www.googleapis.com/auth/drive.metadata.readonly")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
