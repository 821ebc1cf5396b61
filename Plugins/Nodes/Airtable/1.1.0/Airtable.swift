import NodeKit

private let (create, get, update, list) = ("Create Record", "Get Record", "Update Record", "List Records")
private let record: [OutputField] = [.text("id"), .text("createdTime"), .object("fields")]

private let (delete, createMany, updateMany) = ("Delete Record", "Create Records", "Update Records")
private let (upsert, find, comment) = ("Upsert Records", "Find Records", "Add Comment")
private let (attach, tables) = ("Upload Attachment", "List Tables")
/// https://airtable.com/developers/web/api/list-bases, …/get-base-schema
private let bases = VendorList(
    "/v0/meta/bases", items: "bases", label: "name", value: "id", pages: .cursor("offset", as: "offset"))
private let tableList = VendorList(
    "/v0/meta/bases/{baseId}/tables", items: "tables", label: "name", value: "id")

private let node = NodeDefinition(
    id: "airtable", name: "Airtable", version: "1.1.0",
    description: "Create, read, find, change and delete records of an Airtable base.",
    category: "Database", tags: ["table", "records"],
    icon: NodeDefinition.icon("M4 5h16v14H4z M4 10h16 M10 10v9"),
    docsUrl: "https://airtable.com/developers/web/api/introduction", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, delete, createMany, updateMany, upsert, find, comment, attach, tables),
        .secret("apiKey", "Personal access token", "AIRTABLE_API_KEY"),
        .text("baseId", "Base", "Its id, such as appAbC123.", required: true).options(from: bases),
        .text(
            "table", "Table", "Its name or id.",
            for: [create, get, update, list, delete, createMany, updateMany, upsert, find, comment, attach],
            required: true
        ).options(from: tableList),
        .text("recordId", "Record", for: [get, update, delete, comment, attach], required: true),
        .json("fields", "Fields", "An object: values by field.", for: [create, update], required: true),
        .flag(
            "typecast", "Convert texts", "Let Airtable make the right type of texts.",
            for: [create, update, createMany, updateMany, upsert]),
        .text("formula", "Formula", "Only records for which it is true.", for: [list]),
        .text("view", "View", "Its name or id.", for: [list]),
        .text("sortField", "Sort by", for: [list]),
        .choice("sortDirection", "Direction", ["asc", "desc"], for: [list], default: "asc"),
        .limit(for: [list, find]),
        .baseUrl("https://api.airtable.com"),
        .json(
            "records", "Records", "A list of objects of fields, or of {id, fields}.",
            for: [createMany, updateMany, upsert], required: true),
        .text("mergeOn", "Same record by", "Fields, with commas between.", for: [upsert], required: true),
        .text("field", "Field", "Its name.", for: [find, attach], required: true),
        .text("equals", "Is", for: [find], required: true),
        .area("text", "Text", for: [comment], required: true),
        .json("file", "File", "{base64, contentType, name}", for: [attach], required: true),
        .retryWrites(for: [create, createMany, comment, attach]),
    ],
    outputSchema: [
        .text("id"), .text("createdTime"), .object("fields", "Values by field."), .list("records", of: record),
        .flag("hasMore"),
        .flag("deleted"),
        .list(
            "tables",
            of: [.text("id"), .text("name"), .list("fields", of: [.text("id"), .text("name"), .text("type")])]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// Tokens end after an hour, refresh tokens after 60 days, and each is for one use
/// (https://airtable.com/developers/web/api/oauth-reference); scopes: https://airtable.com/developers/web/api/scopes.
private let accounts = [
    CredentialType(
        id: "airtable", name: "Airtable", description: "An account of Airtable, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://airtable.com/oauth2/v1/authorize",
            "tokenUrl": "https://airtable.com/oauth2/v1/token", "clientAuthentication": "basic", "rotates": true,
            "testUrl": "https://api.airtable.com/v0/meta/whoami",
        ], docsUrl: "https://airtable.com/developers/web/api/oauth-reference",
        fields: [.scope("data.records:read data.records:write data.recordComments:write schema.bases:read")])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
