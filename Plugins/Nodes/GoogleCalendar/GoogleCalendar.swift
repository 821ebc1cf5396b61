import NodeKit

private let (create, get, update) = ("Create Event", "Get Event", "Update Event")
private let (delete, list) = ("Delete Event", "List Events")
private let event: [OutputField] = [
    .text("id"), .text("status"), .text("summary"), .text("description"), .text("location"), .text("start"),
    .text("end"),
    .text("url"), .text("meetUrl"), .list("attendees", ofEach: .string),
]

private let node = NodeDefinition(
    id: "google-calendar", name: "Google Calendar", version: "1.0.0",
    description: "Create, read, change, delete and list events of a Google calendar.",
    category: "Scheduling", tags: ["events", "google"],
    icon: NodeDefinition.icon("M4 6h16v14H4z M4 11h16 M8 3v5 M16 3v5"),
    docsUrl: "https://developers.google.com/workspace/calendar/api/v3/reference/events", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, delete, list),
        .secret("accessToken", "Access token", "GOOGLE_CALENDAR_ACCESS_TOKEN"),
        .text("calendarId", "Calendar", "Its id.", default: "primary"),
        .text("eventId", "Event", "Its id.", for: [get, update, delete], required: true),
        .text("summary", "Title", for: [create, update]),
        .area("description", "Description", for: [create, update]),
        .text("location", "Place", for: [create, update]),
        .text("start", "Start", "A time, or a date for whole days.", for: [create], required: true),
        .text("end", "End", "A time, or the day after the last.", for: [create], required: true),
        .text("newStart", "New start", for: [update]),
        .text("newEnd", "New end", for: [update]),
        .text("timeZone", "Time zone", "Such as Europe/Berlin.", for: [create, update]),
        .text("attendees", "Guests", "Email addresses, with commas between.", for: [create, update]),
        .choice(
            "sendUpdates", "Tell guests", ["all", "externalOnly", "none"], for: [create, update, delete],
            default: "none"),
        .text("timeMin", "From", for: [list], format: .dateTime),
        .text("timeMax", "Until", for: [list], format: .dateTime),
        .text("query", "Search", for: [list]),
        .limit(for: [list]),
        .baseUrl("https://www.googleapis.com/calendar/v3"),
    ],
    outputSchema: [
        .text("id"), .text("status"), .text("summary"), .text("description"), .text("location"), .text("start"),
        .text("end"),
        .text("url"), .text("meetUrl"), .list("attendees", ofEach: .string), .flag("deleted"),
        .list("events", of: event),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
