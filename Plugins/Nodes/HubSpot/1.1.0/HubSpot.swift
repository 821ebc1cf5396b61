import NodeKit

private let (create, get, update, search) = ("Create Contact", "Get Contact", "Update Contact", "Search Contacts")
private let contact: [OutputField] = [
    .text("id"), .text("email"), .text("firstName"), .text("lastName"), .object("properties"), .text("createdAt"),
    .text("updatedAt"),
]

private let (createRecord, getRecord, updateRecord) = ("Create Record", "Get Record", "Update Record")
private let (deleteRecord, upsert, searchRecords) = ("Delete Record", "Upsert Record", "Search Records")
private let (associate, note) = ("Associate Records", "Add Note")
private let node = NodeDefinition(
    id: "hubspot", name: "HubSpot", version: "1.1.0",
    description: "Create, read, change and search contacts, companies, deals and tickets in HubSpot.",
    category: "Data", tags: ["crm", "contacts"],
    icon: NodeDefinition.icon("M12 12a4 4 0 1 0 0 8a4 4 0 0 0 0-8 M12 12V5 M9 14L5 9"),
    docsUrl: "https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(
            create, get, update, search, createRecord, getRecord, updateRecord, deleteRecord, upsert, searchRecords,
            associate, note),
        .secret("accessToken", "Access token", "HUBSPOT_ACCESS_TOKEN"),
        .text("contactId", "Contact", "Its id, or its email address.", for: [get, update], required: true),
        .text("email", "Email", for: [create, update], format: .email),
        .text("firstName", "First name", for: [create, update]),
        .text("lastName", "Last name", for: [create, update]),
        .json(
            "properties", "Properties", "An object: properties by name.",
            for: [create, update, createRecord, updateRecord, upsert]),
        .text(
            "returnProperties", "Properties to read", "Names, with commas between.",
            for: [get, search, getRecord, searchRecords]),
        .text(
            "query", "Search", "In names, emails, phones and companies.",
            for: [search, searchRecords]),
        .json(
            "filters", "Filters", "A list of {propertyName, operator, value}; all must hold.",
            for: [search, searchRecords]),
        .limit(for: [search, searchRecords]),
        .baseUrl("https://api.hubapi.com"),
        .text(
            "object", "Object", "Such as companies, deals, tickets or contacts.",
            for: [createRecord, getRecord, updateRecord, deleteRecord, upsert, searchRecords, associate, note],
            default: "companies"),
        .text(
            "recordId", "Record", "Its id.", for: [getRecord, updateRecord, deleteRecord, associate, note],
            required: true),
        .text("uniqueProperty", "Unique property", "Such as domain.", for: [upsert], required: true),
        .text("uniqueValue", "Its value", for: [upsert], required: true),
        .text("toObject", "With the object", "Such as contacts.", for: [associate], required: true),
        .text("toRecordId", "With the record", "Its id.", for: [associate], required: true),
        .area("text", "Text", for: [note], required: true),
        .retryWrites(for: [create, createRecord, note]),
    ],
    outputSchema: [
        .text("id"), .text("email"), .text("firstName"), .text("lastName"), .object("properties"), .text("createdAt"),
        .text("updatedAt"), .list("contacts", of: contact), .number("total"), .flag("hasMore"),
        .list("records"), .flag("deleted"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// "Working with OAuth" of HubSpot's documentation.
private let accounts = [
    CredentialType(
        id: "hubspot", name: "HubSpot", description: "An account of HubSpot, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://app.hubspot.com/oauth/authorize",
            "tokenUrl": "https://api.hubapi.com/oauth/v1/token", "clientAuthentication": "body", "rotates": false,
        ],
        docsUrl:
            "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/oauth/working-with-oauth",
        fields: [
            .scope(
                ["contacts", "companies", "deals"].flatMap { ["\($0).read", "\($0).write"] }
                    .map { "crm.objects.\($0)" }.joined(separator: " ") + " tickets")
        ])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
