import NodeKit

private let (person, organization, deal) = ("Create Person", "Create Organization", "Create Deal")
private let (activity, note, get) = ("Create Activity", "Add Note", "Get Record")
private let (update, delete, list) = ("Update Record", "Delete Record", "List Records")
private let search = "Search Records"
private let kinds = ["persons", "organizations", "deals", "activities", "products"]

private let node = NodeDefinition(
    id: "pipedrive", name: "Pipedrive", version: "1.0.0",
    description: "Create, find and change persons, organizations, deals and activities in Pipedrive.",
    category: "CRM", tags: ["sales", "contacts", "deals"],
    icon: NodeDefinition.icon("M8 21V5h4a5 5 0 0 1 0 10H8"),
    docsUrl: "https://developers.pipedrive.com/docs/api/v1", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(person, organization, deal, activity, note, get, update, delete, list, search),
        .secret("token", "API token", "PIPEDRIVE_API_TOKEN"),
        .text("name", "Name", for: [person, organization], required: true),
        .text("email", "E-mail", for: [person]),
        .text("phone", "Phone", for: [person]),
        .text("title", "Title", for: [deal], required: true),
        .number("value", "Value", for: [deal]),
        .text("currency", "Currency", "Such as EUR.", for: [deal]),
        .number("stageId", "Stage", "Its id.", for: [deal]),
        .number("pipelineId", "Pipeline", "Its id.", for: [deal]),
        .choice("status", "Status", ["open", "won", "lost"], for: [deal]),
        .text("subject", "Subject", for: [activity], required: true),
        .text("type", "Type", "Such as call or meeting.", for: [activity]),
        .text("dueDate", "Due", for: [activity], format: .date),
        .text("dueTime", "Due at", "Such as 14:30, in UTC.", for: [activity]),
        .flag("done", "Done", for: [activity]),
        .area("content", "Text", "May be HTML.", for: [note], required: true),
        .number("personId", "Person", "Its id.", for: [deal, activity, note]),
        .number("organizationId", "Organization", "Its id.", for: [person, deal, activity, note]),
        .number("dealId", "Deal", "Its id.", for: [activity, note]),
        .number("ownerId", "Owner", "A user's id.", for: [person, organization, deal, activity]),
        .json(
            "fields", "Other fields", "An object in the form of Pipedrive's API; custom_fields by key.",
            for: [person, organization, deal, activity]),
        .choice("kind", "Kind", kinds, for: [get, update, delete, list, search], default: "persons"),
        .text("recordId", "Record", "Its id.", for: [get, update, delete], required: true),
        .json("changes", "Changes", "An object in the form of Pipedrive's API.", for: [update], required: true),
        .text("term", "Search", "At least two characters.", for: [search], required: true),
        .text("searchIn", "In fields", "Such as email; separated by commas.", for: [search]),
        .flag("exact", "Exact match", for: [search], default: false),
        .json("filter", "Filter", "Query parameters such as {\"status\": \"open\"}.", for: [list]),
        .text("updatedSince", "Changed since", for: [list], format: .dateTime),
        .text("sortBy", "Sort by", "Such as update_time.", for: [list]),
        .choice("direction", "Direction", ["asc", "desc"], for: [list]),
        .limit(for: [list, search]),
        .retryWrites(for: [person, organization, deal, activity, note]),
        .baseUrl("https://api.pipedrive.com"),
    ],
    outputSchema: [
        .number("id"), .object("record"), .list("records", of: nil), .flag("hasMore"), .flag("deleted"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
