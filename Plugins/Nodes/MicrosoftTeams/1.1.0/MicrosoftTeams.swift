import NodeKit

private let (webhook, send) = ("Send Webhook Message", "Send Channel Message")
private let (reply, list) = ("Reply to Message", "List Channels")
private let channel: [OutputField] = [
    .text("id"), .text("name"), .text("description"), .text("membershipType"), .text("url"),
]

/// https://learn.microsoft.com/en-us/graph/api/user-list-joinedteams, …/channel-list
private let teams = VendorList("/me/joinedTeams", items: "value", label: "displayName", value: "id")
private let channels = VendorList(
    "/teams/{teamId}/channels", items: "value", label: "displayName", value: "id",
    query: ["$select": "id,displayName"])

private let node = NodeDefinition(
    id: "microsoft-teams", name: "Microsoft Teams", version: "1.1.0",
    description: "Send messages in Microsoft Teams, answer them and list channels.",
    category: "Messaging", tags: ["chat", "message", "microsoft"],
    icon: NodeDefinition.icon("M4 7h10v12H4z M9 7V4h8v4 M14 10h6v7h-6 M7 11h4 M9 11v5"),
    docsUrl: "https://learn.microsoft.com/en-us/graph/api/resources/teams-api-overview", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(webhook, send, reply, list),
        .secret("webhookUrl", "Webhook address", "TEAMS_WEBHOOK_URL"),
        .secret("accessToken", "Access token", "TEAMS_ACCESS_TOKEN"),
        .text("teamId", "Team", "Its id.", for: [send, reply, list], required: true).options(from: teams),
        .text("channelId", "Channel", "Its id.", for: [send, reply], required: true).options(from: channels),
        .text("messageId", "Message", "The id of the one to answer.", for: [reply], required: true),
        .area("text", "Text", for: [webhook, send, reply]),
        .text("title", "Title", for: [webhook]),
        .json("card", "Adaptive card", "In place of a text.", for: [webhook]),
        .choice("contentType", "The text is", ["text", "html"], for: [send, reply], default: "text"),
        .text("subject", "Subject", for: [send]),
        .limit(for: [list]),
        .baseUrl("https://graph.microsoft.com/v1.0"),
        .retryWrites(for: [webhook, send, reply]),
    ],
    outputSchema: [
        .flag("ok", always: true), .text("id"), .text("text"), .text("url"), .text("createdAt"),
        .list("channels", of: channel),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = [
    CredentialType.microsoft(
        "microsoft-teams", "Microsoft Teams", scope: "ChannelMessage.Send Channel.ReadBasic.All Team.ReadBasic.All")
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
