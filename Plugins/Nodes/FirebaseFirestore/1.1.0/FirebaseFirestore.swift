import NodeKit

private let (create, get, update) = ("Create Document", "Get Document", "Update Document")
private let (delete, query) = ("Delete Document", "Query Collection")
private let document: [OutputField] = [
    .text("id"), .text("path"), .object("data", "To be written back; see Data."),
    .object("values", "Plain, for expressions."), .text("createTime"), .text("updateTime"),
]

private let node = NodeDefinition(
    id: "firebase-firestore", name: "Firebase Firestore", version: "1.1.0",
    description: "Create, read, change, delete and query documents in Firestore.",
    category: "Database", tags: ["firebase", "documents", "google"],
    icon: NodeDefinition.icon("M6 20L10 4l4 8 2-4 3 12z"),
    docsUrl: "https://firebase.google.com/docs/firestore/reference/rest", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, delete, query),
        .secret("accessToken", "Access token", "FIREBASE_ACCESS_TOKEN"),
        .text("projectId", "Project", "Its id.", required: true),
        .text("database", "Database", default: "(default)"),
        .text("collection", "Collection", "Its path, such as guilds/north/weavers.", required: true),
        .text(
            "documentId", "Document", "Its id; a new one gets one of its own when it is empty.",
            for: [create, get, update, delete], required: false),
        .json(
            "data", "Data", "An object; {$timestamp}, {$reference}, {$geoPoint}, {$bytes}, {$double} are typed.",
            for: [create, update], required: true),
        .text("field", "Field", "Documents in which it compares with the value.", for: [query]),
        .choice(
            "operator", "Compares", ["==", "!=", "<", "<=", ">", ">=", "array-contains", "in"], for: [query],
            default: "=="),
        .json("value", "Value", for: [query]),
        .text("orderBy", "Order by", for: [query]),
        .choice("direction", "Direction", ["ascending", "descending"], for: [query], default: "ascending"),
        .limit(for: [query]),
        .baseUrl("https://firestore.googleapis.com"),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("id"), .text("path"), .object("data", "To be written back; see Data."),
        .object("values", "Plain, for expressions."), .text("createTime"), .text("updateTime"), .flag("deleted"),
        .list("documents", of: document), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

private let accounts = CredentialType.google(
    "firebase-firestore", "Firebase Firestore", scope: "https://www.googleapis.com/auth/datastore")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
