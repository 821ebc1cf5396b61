import NodeKit

private let (create, get, update) = ("Create Record", "Get Record", "Update Record")
private let (query, delete) = ("SOQL Query", "Delete Record")

private let (upsert, find, describe) = ("Upsert Record", "Find Records", "Describe Object")
private let node = NodeDefinition(
    id: "salesforce", name: "Salesforce", version: "1.1.0",
    description: "Create, read, change, delete and query records in Salesforce.",
    category: "CRM", tags: ["crm", "records", "soql"],
    icon: NodeDefinition.icon("M8 18a4 4 0 0 1-1-8a5 5 0 0 1 9-2a4 4 0 0 1 2 10z"),
    docsUrl: "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, query, delete, upsert, find, describe),
        .secret("instanceUrl", "Instance", "SALESFORCE_INSTANCE_URL"),
        .secret("accessToken", "Access token", "SALESFORCE_ACCESS_TOKEN"),
        .text("apiVersion", "API version", default: "v62.0"),
        .text(
            "object", "Object", "Such as Contact or Loom__c.",
            for: [create, get, update, delete, upsert, find, describe], required: true),
        .text("recordId", "Record", "Its id.", for: [get, update, delete], required: true),
        .json("fields", "Fields", "An object: values by field.", for: [create, update, upsert], required: true),
        .text("returnFields", "Fields to read", "Names, with commas between; all when empty.", for: [get, find]),
        .area("query", "Query", "In SOQL.", for: [query], required: true),
        .limit(2000, for: [query, find]),
        .text("externalField", "External id field", "Such as Number__c.", for: [upsert], required: true),
        .text("externalId", "Its value", for: [upsert], required: true),
        .json("where", "Where", "An object: values by field; all must be equal.", for: [find]),
        .retryWrites(for: [create]),
    ],
    outputSchema: [
        .text("id"), .flag("success"), .object("record"), .list("records"), .number("total"), .flag("hasMore"),
        .flag("created"),
        .list("described", of: [.text("name"), .text("label"), .text("type"), .flag("required")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// "OAuth 2.0 Web Server Flow" and "OAuth 2.0 JWT Bearer Flow" of Salesforce's documentation; a response names the instance.
private let server = "https://{host}/services/oauth2"
private let host = ConfigField(
    "host", .string, label: "Login host", description: "test.salesforce.com for a sandbox, or a domain of your own.",
    required: true, default: "login.salesforce.com", validation: .init(pattern: #"([A-Za-z0-9-]+\.)+salesforce\.com"#))
private let accounts = [
    CredentialType(
        id: "salesforce", name: "Salesforce", description: "A user of Salesforce, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": .string("\(server)/authorize"), "tokenUrl": .string("\(server)/token"),
            "clientAuthentication": "body",
        ], docsUrl: "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm",
        fields: [host, .scope("api refresh_token")]),
    CredentialType(
        id: "salesforce-jwt", name: "Salesforce key",
        description: "A connected app of Salesforce, with a key that signs.",
        flow: .assertion,
        settings: [
            "tokenUrl": .string("\(server)/token"), "audience": "https://{host}", "algorithm": "RS256", "lifetime": 180,
            "scope": "",
        ], docsUrl: "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm",
        fields: [host]),
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
