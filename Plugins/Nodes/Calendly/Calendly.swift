import NodeKit

private let (user, types, times) = ("Get User", "List Event Types", "List Available Times")
private let (link, book, events) = ("Create Single-Use Link", "Book Event", "List Events")
private let (event, invitees, cancel) = ("Get Event", "List Invitees", "Cancel Event")
private let booked: [OutputField] = [
    .text("id"), .text("uri"), .text("name"), .text("status"), .text("startAt"), .text("endAt"), .text("eventType"),
    .text("place", "Such as an address or a link to join."), .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "calendly", name: "Calendly", version: "1.0.0",
    description: "Look up availability, book, list and cancel events, and make links in Calendly.",
    category: "Scheduling", tags: ["calendar", "meeting", "booking"],
    icon: NodeDefinition.icon("M5 5h14v15H5z M5 9h14 M9 3v4 M15 3v4 M9 14l2 2l4-4"),
    docsUrl: "https://developer.calendly.com/api-docs", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(user, types, times, link, book, events, event, invitees, cancel),
        .secret("token", "Personal access token", "CALENDLY_ACCESS_TOKEN"),
        .choice("scope", "Of", ["user", "organization"], for: [types, events], default: "user"),
        .flag("active", "Only active", for: [types], default: true),
        .text("eventType", "Event type", "Its URI or id.", for: [times, link, book], required: true),
        .text("from", "From", for: [times, events], format: .dateTime),
        .text("until", "Until", "Available times: at most 7 days later.", for: [times, events], format: .dateTime),
        .number("uses", "How many bookings", for: [link], default: 1, min: 1),
        .text(
            "startAt", "Start", "One of the available times, in UTC.", for: [book], required: true,
            format: .dateTime),
        .text("name", "Name", "Of the invitee.", for: [book], required: true),
        .text("email", "E-mail", "Of the invitee.", for: [book], required: true, format: .email),
        .text("timeZone", "Time zone", "Of the invitee, such as Europe/Vienna.", for: [book], default: "UTC"),
        .json("place", "Location", "Such as {\"kind\": \"zoom_conference\"}.", for: [book]),
        .text("guests", "Guests", "E-mail addresses, separated by commas.", for: [book]),
        .json("answers", "Answers", "An object: the answers by question.", for: [book]),
        .choice("status", "Status", ["active", "canceled"], for: [events, invitees]),
        .text("inviteeEmail", "E-mail of an invitee", for: [events, invitees]),
        .text("eventId", "Event", "Its URI or id.", for: [event, invitees, cancel], required: true),
        .area("reason", "Reason", "The invitees see it.", for: [cancel]),
        .limit(for: [types, events, invitees]),
        .retryWrites(for: [link, book]),
        .baseUrl("https://api.calendly.com"),
    ],
    outputSchema: OutputField.joined(
        booked,
        [
            .text("email"), .text("organization"), .text("timeZone"), .text("url"), .text("cancelUrl"),
            .text("rescheduleUrl"),
            .list(
                "eventTypes",
                of: [.text("id"), .text("uri"), .text("name"), .text("url"), .number("minutes"), .flag("active")]),
            .list(
                "times",
                of: [
                    .text("startAt"), .text("status"), .number("left", "How many invitees it still has room for."),
                    .text("url"),
                ]),
            .list("events", of: booked),
            .list(
                "invitees",
                of: [
                    .text("id"), .text("name"), .text("email"), .text("status"), .text("timeZone"), .text("cancelUrl"),
                    .text("rescheduleUrl"), .object("answers", "By question."), .text("createdAt"),
                ]),
            .flag("hasMore"),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// Tokens end after two hours (https://developer.calendly.com/how-to-access-calendly-data-on-behalf-of-authenticated-users);
/// each refresh token is for one use (https://developer.calendly.com/refresh-token-rotation-guide).
private let accounts = [
    CredentialType(
        id: "calendly", name: "Calendly", description: "An account of Calendly, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://auth.calendly.com/oauth/authorize",
            "tokenUrl": "https://auth.calendly.com/oauth/token", "clientAuthentication": "body", "rotates": true,
            "testUrl": "https://api.calendly.com/users/me",
        ], docsUrl: "https://developer.calendly.com/docs/authentication/scopes")
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
