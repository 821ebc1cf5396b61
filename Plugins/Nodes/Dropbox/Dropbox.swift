import NodeKit

private let (upload, download, get) = ("Upload File", "Download File", "Get Metadata")
private let (list, search, folder) = ("List Folder", "Search", "Create Folder")
private let (move, copy, delete) = ("Move", "Copy", "Delete")
private let (link, share) = ("Get Temporary Link", "Create Shared Link")
private let entry: [OutputField] = [
    .text("id"), .text("kind", "file, folder or deleted."), .text("name"), .text("path"), .number("size"),
    .text("modifiedAt"), .text("revision"), .text("hash"),
]

private let node = NodeDefinition(
    id: "dropbox", name: "Dropbox", version: "1.0.0",
    description: "Upload, download, find, move, share and delete files in Dropbox.",
    category: "Storage", tags: ["files", "folder"],
    icon: NodeDefinition.icon("M7 4l5 4l-5 4l-5-4z M17 4l5 4l-5 4l-5-4z M7 12l5 4l5-4 M7 16l5 4l5-4"),
    docsUrl: "https://www.dropbox.com/developers/documentation/http/documentation", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(upload, download, get, list, search, folder, move, copy, delete, link, share),
        .secret("accessToken", "Access token", "DROPBOX_ACCESS_TOKEN"),
        .text(
            "file", "Path", "Such as /orders/7.pdf, or an id.",
            for: [upload, download, get, folder, delete, link, share], required: true),
        .json("content", "Content", "A text, or {base64, contentType}.", for: [upload], required: true),
        .choice("mode", "A file that exists", ["keep", "overwrite", "rename"], for: [upload], default: "keep"),
        .text("folder", "Folder", "Its path; the root when empty.", for: [list, search]),
        .flag("recursive", "Folders in it too", for: [list], default: false),
        .text("term", "Search", for: [search], required: true),
        .text("extensions", "File name extensions", "Such as pdf; separated by commas.", for: [search]),
        .text("from", "From", "A path or an id.", for: [move, copy], required: true),
        .text("to", "To", "A path.", for: [move, copy], required: true),
        .flag("autorename", "Rename if it exists", for: [move, copy, folder], default: false),
        .flag("public", "For anyone with the link", for: [share], default: true),
        .limit(for: [list, search]),
        .retryWrites(for: [move, copy]),
        .baseUrl("https://api.dropboxapi.com"),
    ],
    outputSchema: OutputField.joined(
        entry,
        [
            .list("entries", of: entry), .flag("hasMore"),
            .object("content", of: [.text("base64"), .text("contentType"), .text("name")]),
            .text("text", "Of a text file."), .text("url"), .flag("deleted"),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// "OAuth Guide" of Dropbox's documentation: tokens of four hours.
private let accounts = [
    CredentialType(
        id: "dropbox", name: "Dropbox", description: "An account of Dropbox, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://www.dropbox.com/oauth2/authorize",
            "tokenUrl": "https://api.dropboxapi.com/oauth2/token",
            "authorizationParameters": ["token_access_type": "offline"], "clientAuthentication": "body",
            "rotates": false,
        ], docsUrl: "https://developers.dropbox.com/oauth-guide",
        fields: [.scope("files.metadata.read files.content.read files.content.write sharing.write")])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
