import NodeKit

private let (add, update, get) = ("Add Subscriber", "Update Subscriber", "Get Subscriber")
private let (list, campaign) = ("List Members", "Create Campaign")
private let member: [OutputField] = [
    .text("id"), .text("email"), .text("status"), .text("firstName"), .text("lastName"), .list("tags", ofEach: .string),
    .text("changedAt"),
]

private let (upsert, tag, archive) = ("Upsert Subscriber", "Change Tags", "Archive Subscriber")
private let (content, sendCampaign, audiences) = ("Set Campaign Content", "Send Campaign", "List Audiences")
private let node = NodeDefinition(
    id: "mailchimp", name: "Mailchimp", version: "1.1.0",
    description: "Keep members of a Mailchimp audience and create campaigns.",
    category: "Email", tags: ["newsletter", "audience"],
    icon: NodeDefinition.icon("M4 8a8 6 0 0 1 16 0v6a8 6 0 0 1-16 0z M9 11h.01 M15 11h.01 M10 15h4"),
    docsUrl: "https://mailchimp.com/developer/marketing/api/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(add, update, get, list, campaign, upsert, tag, archive, content, sendCampaign, audiences),
        .secret("apiKey", "API key", "MAILCHIMP_API_KEY"),
        .text(
            "listId", "Audience", "Its id.", for: [add, update, get, list, campaign, upsert, tag, archive],
            required: true),
        .text("email", "Email", for: [add, update, get, upsert, tag, archive], required: true, format: .email),
        .choice(
            "status", "Status", ["subscribed", "pending", "unsubscribed", "cleaned", "transactional"],
            for: [add, list, upsert]),
        .choice(
            "newStatus", "New status", ["subscribed", "pending", "unsubscribed", "cleaned"], for: [update, upsert]),
        .text("firstName", "First name", for: [add, update, upsert]),
        .text("lastName", "Last name", for: [add, update, upsert]),
        .json("mergeFields", "Merge fields", "An object.", for: [add, update, upsert]),
        .text("tags", "Tags", "With commas between.", for: [add, tag]),
        .limit(for: [list, audiences]),
        .text("subject", "Subject", for: [campaign], required: true),
        .text("fromName", "From", for: [campaign], required: true),
        .text("replyTo", "Reply to", for: [campaign], required: true, format: .email),
        .text("title", "Title", "What you call it.", for: [campaign]),
        .text("previewText", "Preview", for: [campaign]),
        .text("baseUrl", "API address", "For a proxy or a test; made from the key when empty.", format: .url),
        .text("removeTags", "Tags to remove", "With commas between.", for: [tag]),
        .text("campaignId", "Campaign", "Its id.", for: [content, sendCampaign], required: true),
        .area("html", "HTML", for: [content]),
        .area("text", "Text", for: [content]),
        .retryWrites(for: [add, campaign, sendCampaign]),
    ],
    outputSchema: [
        .text("id"), .text("email"), .text("status"), .text("firstName"), .text("lastName"),
        .list("tags", ofEach: .string),
        .text("changedAt"), .list("members", of: member), .number("total"), .flag("hasMore"),
        .text("title", "Of a campaign."),
        .text("url", "Of a campaign's archive."),
        .list("audiences", of: [.text("id"), .text("name"), .number("members")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
