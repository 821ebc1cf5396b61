import NodeKit

private let (upload, download, get) = ("Upload File", "Download File", "Get File")
private let (list, folder, update) = ("List Files", "Create Folder", "Update File")
private let (copy, delete, share) = ("Copy File", "Delete File", "Share File")
private let entry: [OutputField] = [
    .text("id"), .text("name"), .text("mimeType"), .number("size"), .list("parents", ofEach: .string),
    .text("createdAt"), .text("modifiedAt"), .text("url"), .text("md5"), .flag("trashed"),
]

private let node = NodeDefinition(
    id: "google-drive", name: "Google Drive", version: "1.0.0",
    description: "Upload, download, find, move, copy, share and delete files in Google Drive.",
    category: "Storage", tags: ["files", "google", "folder"],
    icon: NodeDefinition.icon("M9 4h6l6 11l-3 5H6l-3-5z M9 4l6 11h6 M15 4l-9 16 M3 15h12"),
    docsUrl: "https://developers.google.com/workspace/drive/api/reference/rest/v3", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(upload, download, get, list, folder, update, copy, delete, share),
        .secret("accessToken", "Access token", "GOOGLE_DRIVE_ACCESS_TOKEN"),
        .text("fileId", "File", "Its id.", for: [download, get, update, copy, delete, share], required: true),
        .text("name", "Name", for: [upload, folder], required: true),
        .text("newName", "New name", for: [update, copy]),
        .json("file", "Content", "A text, or {base64, contentType}.", for: [upload], required: true),
        .text("mimeType", "Convert to", "Such as application/vnd.google-apps.document.", for: [upload]),
        .text("parent", "Folder", "Its id; by default My Drive.", for: [upload, folder, copy]),
        .area("description", "Description", for: [upload, folder, update]),
        .text(
            "exportType", "Export as", "For Google's own documents.", for: [download], default: "application/pdf"),
        .text("addParents", "Move into", "Ids of folders, separated by commas.", for: [update]),
        .text("removeParents", "Move out of", "Ids of folders, separated by commas.", for: [update]),
        .flag("trashed", "In the trash", for: [update]),
        .text("nameContains", "Name contains", for: [list]),
        .text("nameIs", "Name is", for: [list]),
        .text("fullText", "Content contains", for: [list]),
        .text("inFolder", "In folder", "Its id.", for: [list]),
        .text("ofType", "Type", "Such as application/pdf.", for: [list]),
        .text("modifiedAfter", "Modified after", for: [list], format: .dateTime),
        .text("filter", "Filter", "In Drive's query language, beside the fields above.", for: [list]),
        .text("orderBy", "Order", "Such as modifiedTime desc.", for: [list]),
        .flag("includeTrashed", "Trash too", for: [list], default: false),
        .text("driveId", "Shared drive", "Its id.", for: [list]),
        .choice(
            "role", "Role", ["reader", "commenter", "writer", "organizer", "fileOrganizer"], for: [share],
            default: "reader"),
        .choice("grantee", "For", ["user", "group", "domain", "anyone"], for: [share], default: "user"),
        .text("email", "E-mail", "Of the user or group.", for: [share]),
        .text("domain", "Domain", for: [share]),
        .flag("notify", "Send an e-mail", for: [share], default: true),
        .area("message", "Message of the e-mail", for: [share]),
        .limit(for: [list]),
        .retryWrites(for: [upload, folder, copy, share]),
        .baseUrl("https://www.googleapis.com"),
    ],
    outputSchema: OutputField.joined(
        entry,
        [
            .list("files", of: entry), .flag("hasMore"),
            .object("file", of: [.text("base64"), .text("contentType"), .text("name")]),
            .text("text", "Of a text file."),
            .text("permissionId"), .flag("deleted"),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = CredentialType.google(
    "google-drive", "Google Drive", scope: "https://www.googleapis.com/auth/drive")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
