import NodeKit

private let (send, ephemeral, schedule) = ("Send Message", "Send Ephemeral Message", "Schedule Message")
private let (update, delete, react) = ("Update Message", "Delete Message", "Add Reaction")
private let (history, replies, upload) = ("Get Messages", "Get Replies", "Upload File")
private let (create, archive, channels) = ("Create Channel", "Archive Channel", "List Channels")
private let (topic, invite) = ("Set Channel Topic", "Invite to Channel")
private let (users, find) = ("List Users", "Find User")

private let user: [OutputField] = [
    .text("id"), .text("name"), .text("realName"), .text("email"), .flag("isBot"), .flag("deleted"),
]
private let channel: [OutputField] = [
    .text("id"), .text("name"), .flag("isPrivate"), .flag("isArchived"), .number("members"),
]
private let message: [OutputField] = [.text("ts"), .text("threadTs"), .text("user"), .text("text")]

/// https://docs.slack.dev/reference/methods/conversations.list, …/users.list; both answer refusals with the status 200.
private let refusals = ["invalid_auth", "not_authed", "account_inactive", "token_expired", "token_revoked"]
/// Each type needs a scope of its own.
private func channelList(_ type: String) -> VendorList {
    VendorList(
        "/conversations.list", items: "channels", label: "name", value: "id",
        query: ["types": .string(type), "exclude_archived": "true", "limit": "200"],
        pages: .cursor("response_metadata/next_cursor", as: "cursor"), refusals: refusals)
}
private let userList = VendorList(
    "/users.list", items: "members", label: "profile/real_name|real_name|name", value: "id",
    query: ["limit": "200"], pages: .cursor("response_metadata/next_cursor", as: "cursor"), refusals: refusals)

private let node = NodeDefinition(
    id: "slack", name: "Slack", version: "1.1.0",
    description: "Send, schedule, change and read messages, upload files and manage channels in Slack.",
    category: "Messaging", tags: ["chat", "notification", "message"],
    icon: NodeDefinition.icon("M4 5h16v11H9l-5 4z M8 9h8 M8 12h5"),
    docsUrl: "https://docs.slack.dev/apis/web-api/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            send, ephemeral, schedule, update, delete, react, history, replies, upload, create, archive, channels,
            topic, invite, users, find),
        .secret("token", "Bot token", "SLACK_BOT_TOKEN"),
        .text(
            "channel", "Channel", "An id, a name such as #orders, or the id or email address of a person.",
            for: [send, ephemeral, schedule, update, delete, react, history, replies, upload, archive, topic, invite],
            required: true
        ).options(from: channelList("public_channel"), channelList("private_channel"), userList),
        .area("text", "Text", for: [send, ephemeral, schedule, update], required: true, maxLength: 40_000),
        .json(
            "blocks", "Blocks", "Block Kit; the text is then the fallback.",
            for: [send, ephemeral, schedule, update]),
        .text(
            "threadTs", "Thread", "The ts of the message to answer.", for: [send, ephemeral, schedule, upload]),
        .flag("broadcast", "Show the answer in the channel, too", for: [send]),
        .text("user", "Visible to", "The id of a user.", for: [ephemeral], required: true).options(from: userList),
        .text(
            "postAt", "Time", "Such as 2026-05-01T08:00:00Z, or seconds since 1970.", for: [schedule], required: true),
        .text("ts", "Message", "The ts of the message.", for: [update, delete, react, replies], required: true),
        .text("emoji", "Emoji", "Such as tada.", for: [react], required: true),
        .text("oldest", "After", "The ts of a message, or seconds since 1970.", for: [history]),
        .text("latest", "Before", "The ts of a message, or seconds since 1970.", for: [history]),
        .json("file", "File", "{base64, contentType, name}", for: [upload], required: true),
        .text("title", "Title", for: [upload]),
        .text("name", "Name", "Lower case, without spaces.", for: [create], required: true, maxLength: 80),
        .flag("isPrivate", "Private", for: [create], default: false),
        .text(
            "channelTypes", "Types", "public_channel, private_channel, mpim, im.", for: [channels],
            default: "public_channel"),
        .text("topic", "Topic", for: [topic], required: true, maxLength: 250),
        .text("users", "Users", "Ids, with commas between.", for: [invite], required: true)
            .options(from: userList, many: true),
        .text("email", "Email", for: [find], required: true, format: .email),
        .limit(for: [history, replies, channels, users]),
        .retryWrites(for: [send, ephemeral, schedule, upload, create]),
        .baseUrl("https://slack.com/api"),
    ],
    outputSchema: [
        .flag("ok"), .text("channel", "The channel's id."), .text("ts", "The message's id."), .text("text"),
        .text("scheduledId", "Of a scheduled message."), .text("fileId"), .text("name", "Of a new channel."),
        .list("messages", of: message), .list("channels", of: channel), .list("users", of: user),
        .object("user", of: user), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// An app with token rotation: tokens end after 12 hours, and each refresh token is for one use
/// (https://docs.slack.dev/authentication/using-token-rotation). PKCE would make the app a public client
/// (https://docs.slack.dev/authentication/using-pkce). Scopes are those of the methods that the actions call.
private let accounts = [
    CredentialType(
        id: "slack", name: "Slack", description: "A Slack workspace, with the consent of one who may install apps.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://slack.com/oauth/v2/authorize",
            "tokenUrl": "https://slack.com/api/oauth.v2.access", "clientAuthentication": "body", "rotates": true,
            "pkce": false,
        ], docsUrl: "https://docs.slack.dev/authentication/using-token-rotation",
        fields: [
            .scope(
                [
                    "chat:write", "channels:read", "groups:read", "channels:history", "groups:history",
                    "channels:manage", "groups:write", "im:write", "reactions:write", "files:write", "users:read",
                    "users:read.email",
                ].joined(separator: ","))
        ])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
