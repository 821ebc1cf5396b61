import NodeKit

private let (webhook, send) = ("Send Webhook Message", "Send Channel Message")
private let (reply, list) = ("Reply to Message", "List Channels")
private let channel: [OutputField] = [
    .text("id"), .text("name"), .text("description"), .text("membershipType"), .text("url"),
]

private let node = NodeDefinition(
    id: "microsoft-teams", name: "Microsoft Teams", version: "1.0.0",
    description: "Send messages in Microsoft Teams, answer them and list channels.",
    category: "Messaging", tags: ["chat", "message", "microsoft"],
    icon: NodeDefinition.icon("M4 7h10v12H4z M9 7V4h8v4 M14 10h6v7h-6 M7 11h4 M9 11v5"),
    docsUrl: "https://learn.microsoft.com/en-us/graph/api/resources/teams-api-overview", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(webhook, send, reply, list),
        .secret("webhookUrl", "Webhook address", "TEAMS_WEBHOOK_URL"),
        .secret("accessToken", "Access token", "TEAMS_ACCESS_TOKEN"),
        .text("teamId", "Team", "Its id.", for: [send, reply, list], required: true),
        .text("channelId", "Channel", "Its id.", for: [send, reply], required: true),
        .text("messageId", "Message", "The id of the one to answer.", for: [reply], required: true),
        .area("text", "Text", for: [webhook, send, reply]),
        .text("title", "Title", for: [webhook]),
        .json("card", "Adaptive card", "In place of a text.", for: [webhook]),
        .choice("contentType", "The text is", ["text", "html"], for: [send, reply], default: "text"),
        .text("subject", "Subject", for: [send]),
        .limit(for: [list]),
        .baseUrl("https://graph.microsoft.com/v1.0"),
    ],
    outputSchema: [
        .flag("ok", always: true), .text("id"), .text("text"), .text("url"), .text("createdAt"),
        .list("channels", of: channel),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
